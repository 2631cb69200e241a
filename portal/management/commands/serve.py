"""What `make run` runs: the production server on demo content."""

import http.client
import os
import signal
import sys
import time

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

PATIENCE = 60  # seconds until the server must have answered


class Command(BaseCommand):
    help = "Prepare the portal, start gunicorn and, once it answers, print addresses and demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **options) -> None:
        call_command("prepare")
        self.stdout.write(f"· Starting the server on port {port}")
        self.stdout.flush()
        connections.close_all()  # a connection must not be shared over a fork
        if os.fork() == 0:
            self.announce_and_leave(host, port)
        # in place of this process, so that signals and the exit code are gunicorn's own
        name = f"[{host}]" if ":" in host else host
        environment = os.environ | {"BIND": f"{name}:{port}"}
        if not environment.get("SITE_URL"):
            environment["SITE_URL"] = f"http://{visited(host)}:{port}"
        quiet = ["--log-level", environment.get("GUNICORN_LOG_LEVEL") or "warning"]
        os.execve(sys.executable, [sys.executable, "-m", "gunicorn", *quiet, "portal.wsgi"], environment)  # noqa: S606

    def announce_and_leave(self, host: str, port: int) -> None:
        """The forked half: wait for the server's first answer, say where everything is, end."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            if answers(visited(host).strip("[]"), port, server=os.getppid()):
                site = f"http://{visited(host)}:{port}"
                self.stdout.write(f"\n  Site      {site}/\n  Newsroom  {site}/admin/\n")
                if "demo_accounts" in get_commands():
                    call_command("demo_accounts")
                self.stdout.write("\n  Ctrl-C stops it.\n")
                self.stdout.flush()
        finally:
            os._exit(0)


def visited(host: str) -> str:
    """The name under which a browser on this machine reaches what listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def answers(host: str, port: int, *, server: int) -> bool:
    """Wait until /healthz is answered. False where the process `server` ended, or time ran out."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and os.getppid() == server:
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status < 500
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False
