"""The portal as readers meet it: gunicorn on a port of its own, with a page store of its own."""

import gzip
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.pages.tools import PROJECT

PATIENCE = 60  # seconds until it answers
WORKERS = "2"


@dataclass
class Answer:
    status: int
    sent: int  # bytes of the body on the wire
    body: str


@dataclass
class Site:
    address: str

    def get(self, path: str) -> Answer:
        """As browsers ask, and without following where it leads."""
        server = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        server.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = server.getresponse()
        raw, packed = answer.read(), answer.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(raw) if packed else raw
        server.close()
        return Answer(answer.status, len(raw), body.decode(errors="replace"))


@contextmanager
def served() -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "SITE_URL": f"http://127.0.0.1:{port}",
            "BIND": f"127.0.0.1:{port}",
            "WEB_CONCURRENCY": WORKERS,
            "PAGE_STORE": f"{folder}/pages",
            "STATIC_ROOT": f"{folder}/static",
        }
        collect = [sys.executable, str(PROJECT / "manage.py"), "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, env=environment, cwd=PROJECT, check=True)
        command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "portal.wsgi"]
        server = subprocess.Popen(command, env=environment, cwd=PROJECT)
        try:
            wait_for(port, server)
            yield Site(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


def wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The portal did not start: see above.")
