"""Several machines, each with a page store of its own: what one purges the others purge within a second.

Every purge is noted in the database; the service `keep_pages_fresh` of every machine reads the notes of the
others. A machine that could not read for a while goes on where it stopped.
"""

import logging
import time
import uuid
from datetime import timedelta
from threading import Event

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from portal.models.purges import Purge
from portal.page_store import PageStore

log = logging.getLogger(__name__)
FOLLOW = 0.2  # seconds between two looks
OVERLAP = timedelta(seconds=30)  # a note may become visible later than one that was begun after it
KEPT = timedelta(days=1)  # who could not read for longer throws everything away


def node_of(store: PageStore) -> str:
    """The name of this store, made up once and kept in its folder."""
    file = store.root / "node"
    try:
        return file.read_text()
    except OSError:
        store.root.mkdir(parents=True, exist_ok=True)
        file.write_text(uuid.uuid4().hex)
        return file.read_text()


def tell(store: PageStore, kind: Purge.Kind, paths=()) -> None:
    """Note what this machine's store has done; nothing where there are no others."""
    if settings.SEVERAL_NODES:
        Purge.objects.create(node=node_of(store), kind=kind, paths=sorted(paths))


def forget_old() -> None:
    Purge.objects.filter(at__lt=Now() - KEPT).delete()


class Follower:
    def __init__(self, store: PageStore):
        self.store, self.node = store, node_of(store)
        self.read_at, self.done = time.monotonic(), set()

    def follow(self) -> int:
        """Do what the others noted since the last time; how much."""
        now = time.monotonic()
        span = timedelta(seconds=now - self.read_at) + OVERLAP  # by the database's clock, whatever ours says
        if span > KEPT:
            self.store.purge_all()
        notes = list(Purge.objects.filter(at__gt=Now() - span).exclude(node=self.node).order_by("pk"))
        fresh = [note for note in notes if note.pk not in self.done]
        for note in fresh:
            self._do(note)
        self.read_at, self.done = now, {note.pk for note in notes}
        return len(fresh)

    def _do(self, note: Purge) -> None:
        if note.kind == Purge.Kind.ALL:
            self.store.purge_all()
        elif note.kind == Purge.Kind.RENEW:
            self.store.renew_all()
        elif note.kind == Purge.Kind.TOUCH:
            self.store.touch(note.paths)
        else:
            self.store.purge(note.paths)

    def run(self, stopped: Event) -> None:
        """Until told to stop; while the database is away pages end by their time."""
        while not stopped.wait(FOLLOW):
            try:
                self.follow()
            except (DatabaseError, InterfaceError) as error:
                log.error("What other machines purge cannot be read: %s", str(error).strip())
                connection.close()
                time.sleep(1)
