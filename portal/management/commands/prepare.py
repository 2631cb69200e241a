"""Brings the database and the collected static files to where the code is."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.cache import store


class Command(BaseCommand):
    help = "Migrate, put demo content into an empty database, collect static files; what is done is skipped."

    def handle(self, **options) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL does not answer.\n{error}") from None
        with one_at_a_time():
            self.migrate()
            if not settings.PUBLIC:  # demo accounts have known passwords
                call_command("seed_demo", if_empty=True)
            self.collect_static_files()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(f"· Migrating the database: {len(pending)} steps")
        # also with nothing pending: roles and permissions are synced after it
        call_command("migrate", verbosity=0, interactive=False)

    def collect_static_files(self) -> None:
        stamp, now = Path(settings.STATIC_ROOT, ".collected"), static_fingerprint()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.stdout.write("· Collecting static files")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        store().purge_all()  # finished pages name the files of before
        stamp.write_text(now)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starts at once on two ports share the database and the static files: the second waits."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with open(Path(settings.STATIC_ROOT, ".turn"), "a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def static_fingerprint() -> str:
    """Changes with every static file that is added, removed or edited."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    files = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list(ignored):
            state = Path(storage.path(name)).stat()
            files.append(f"{name}:{state.st_size}:{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(files).encode()).hexdigest()
