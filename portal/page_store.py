"""Finished pages as files: how they are kept, found, purged and made room for. Knows no HTTP.

root/ab/cdef…/ is one path; in it `1`, `2`, … are its pages and `purged` is the mark of its last purge.
A file's time of change is the time until which the page is fresh.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

MARK, LOCK = "purged", "lock"
CLAIM = 10  # seconds one request has for rendering an expired page while others get the old copy
PATHS = 65_536  # kept at most, about: some 15 kB each
SHARDS = 256
YOUNG = 60  # seconds within which a path is not evicted: no rendering takes longer


@dataclass(frozen=True)
class Page:
    content: bytes  # gzip
    content_type: str
    etag: str
    is_fresh: bool = True


class PageStore:
    """Several threads and processes of one machine may use one folder at once.

    A page whose rendering began before a purge of its path never stands in the store after it: every purge
    leaves a mark with its time, and looking for marks and renaming happen under one lock.
    Where the disk is full or missing nothing is kept and nothing fails.
    """

    def __init__(self, root: Path):
        self.root = root

    def get(self, path: str, number: int = 1) -> Page | None:
        """The kept page, fresh or expired."""
        try:
            with self._file(path, number).open("rb") as file:
                head, _, content = file.read().partition(b"\n")
                expires = os.fstat(file.fileno()).st_mtime
            return Page(content, **json.loads(head), is_fresh=expires > time.time())
        except (OSError, ValueError, TypeError):  # not there, or cut short when the machine went down
            return None

    def claim(self, path: str, number: int = 1) -> None:
        """The caller renders this expired page anew: let others have the old copy meanwhile."""
        now = time.time()
        with suppress(OSError):
            os.utime(self._file(path, number), (now, now + CLAIM))

    def put(self, path: str, number: int, page: Page, *, began: float, expires: float) -> None:
        """Keep this page unless its path was purged since its rendering began (both times of the epoch)."""
        folder, draft = self._folder(path), None
        head = json.dumps({"content_type": page.content_type, "etag": page.etag}).encode()
        try:
            self._make_room(folder)
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=folder)
            with open(descriptor, "wb") as file:
                file.write(head + b"\n" + page.content)
            os.utime(draft, (began, expires))
            with self._locked():
                if not self._purged_since(folder, began):
                    os.replace(draft, self._file(path, number))
        except OSError as error:
            log.warning("A page could not be kept: %s", error)
        finally:
            if draft:
                Path(draft).unlink(missing_ok=True)

    def forget(self, path: str, number: int = 1) -> None:
        """Drop one page that turned out to be there no longer."""
        with suppress(OSError):
            self._file(path, number).unlink(missing_ok=True)

    def purge(self, paths: Iterable[str]) -> None:
        """Drop every page of these paths, and what is being rendered of them right now."""
        with self._locked():
            for path in paths:
                folder = self._folder(path)
                with suppress(OSError):  # no room for a mark must not keep a page alive
                    folder.mkdir(parents=True, exist_ok=True)
                    _stamp(folder / MARK)
                for file in folder.iterdir() if folder.exists() else ():
                    if file.name != MARK:
                        file.unlink(missing_ok=True)

    def purge_all(self) -> None:
        with self._locked():
            _stamp(self.root / MARK)
            folders = [folder for folder in self.root.iterdir() if folder.is_dir()]
            moved = [folder.rename(self.root / f"old-{uuid.uuid4().hex}") for folder in folders]
        for folder in moved:
            shutil.rmtree(folder, ignore_errors=True)

    def edition(self) -> int:
        """Another number after every `purge_all`, in every process."""
        try:
            return (self.root / MARK).stat().st_mtime_ns
        except OSError:
            return 0

    def _folder(self, path: str) -> Path:
        name = hashlib.sha256(path.encode()).hexdigest()[:32]
        return self.root / name[:2] / name[2:]

    def _file(self, path: str, number: int) -> Path:
        return self._folder(path) / str(number)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _purged_since(self, folder: Path, began: float) -> bool:
        marks = (folder / MARK, self.root / MARK)
        return any(mark.exists() and mark.stat().st_mtime >= began for mark in marks)

    def _make_room(self, folder: Path) -> None:
        """Where a new path finds its shard full, the half of it that was longest not written goes."""
        if folder.exists() or not folder.parent.exists():
            return
        paths = list(folder.parent.iterdir())
        if len(paths) < PATHS // SHARDS:
            return
        written = {path: path.stat().st_mtime for path in paths}
        for path in sorted(paths, key=written.get)[: len(paths) // 2]:
            if written[path] < time.time() - YOUNG:
                shutil.rmtree(path, ignore_errors=True)


def _stamp(mark: Path) -> None:
    """Give the mark the exact time: the file system's own clock lags by a few milliseconds.

    Its folder gets the time, too: a path just purged is not the first to be evicted, mark and all.
    """
    mark.touch()
    now = time.time()
    os.utime(mark, (now, now))
    os.utime(mark.parent, (now, now))
