"""Finished pages as files: how they are kept, found, purged and made room for. Knows no HTTP.

Every page is one gzip file under a name that a front server can derive from the address alone, so that it can
serve it without asking anybody:

    pages/kinh-te/@1.gz  pages/kinh-te/@2.gz  pages/kinh-te/cau-thong-xe-a1.html@1.gz    what is fresh
    stale/…      the same names: what has expired, for others while one renders, and for outages
    marks/…      when a path was last purged or touched
    served       a link to pages/ that exists while portal/page_front.py moves expired pages away in time
"""

import fcntl
import hashlib
import itertools
import json
import logging
import os
import re
import shutil
import tempfile
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

FRESH, STALE, MARKS, DRAFTS = "pages", "stale", "marks", "drafts"
PURGED, TOUCHED, RENEWED, LOCK, JOURNAL = "purged", "touched", "renewed", "lock", "journal"
ACTED = "acted"  # when anything was last purged
CLAIM = 10  # seconds one request has for rendering an expired page while others get the old copy
SOON = 1.0  # seconds a page stands at least when it is only touched: a rush renders it once in this time
DEEPEST = 50  # page of a list that is kept; only robots read on
PAGES = 65_536  # kept at most, about: some 15 kB each
CHECK_EVERY = 256  # puts of one process between two counts of what is kept, in a small store
ROOM = 0.1  # share of the pages that goes at once when the store is full
YOUNG = 5  # seconds within which a page is not evicted
MARKS_LIVE = 3600  # seconds; longer than any page is fresh
# What readers' addresses are made of; nothing that could mean another file.
PATH = re.compile(r"/|(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+/?")
HEADER, COMMENT = 10, 192  # bytes of a gzip header, and of the comment behind it (RFC 1952, FCOMMENT)
HAS_COMMENT = b"\x10"


@dataclass(frozen=True)
class Page:
    content: bytes  # gzip
    content_type: str
    etag: str
    is_fresh: bool = True


def file_time(content: bytes) -> int:
    """The time of change a page's file gets: made of its content, so that nginx's ETag is, too."""
    return int.from_bytes(hashlib.sha256(content).digest()[:4], "big") >> 1


def etag_of(content: bytes) -> str:
    """What nginx makes of the file (time of change and size, in hex); weak, as plain pages share it."""
    return f'W/"{file_time(content):x}-{len(content) + COMMENT:x}"'


class PageStore:
    """Several threads and processes may use one folder at once.

    A page whose rendering began before a purge of its path never stands in the store after it: every purge
    leaves a mark with its time, and looking for marks and renaming happen under one lock.
    Where the disk is full or missing nothing is kept and nothing fails.
    """

    _puts = itertools.count(1)
    _asked_once: OrderedDict = OrderedDict()  # what came by while the store was full
    _full: set[Path] = set()  # folders

    def __init__(self, root: Path, pages: int = PAGES):
        self.root, self.pages = root, pages

    # --- reading ----------------------------------------------------------------------------------

    def get(self, path: str, number: int = 1) -> Page | None:
        """The kept page, fresh or expired."""
        for tree in (FRESH, STALE):
            with suppress(OSError, ValueError, TypeError, KeyError):  # not there, or cut short by a crash
                content, head, changed = self._read(tree, path, number)
                ends = self.ends(path, head) if tree == FRESH else changed
                return Page(content, head["content_type"], head["etag"], is_fresh=ends > time.time())
        return None

    def fresh(self, path: str, number: int = 1) -> tuple[bytes, dict]:
        """Content, and what is noted for `ends`, of a page among the fresh; raises OSError, ValueError."""
        return self._read(FRESH, path, number)[:2]

    def ends(self, path: str, noted: dict) -> float:
        """When a fresh page ends: at its time or, if it was touched or all were renewed since, before."""
        if noted["began"] <= (renewed := self.renewed_at()):
            return min(renewed, noted["expires"])
        soon = noted["began"] + SOON
        if soon < noted["expires"] and self._marked_since(path, TOUCHED, noted["began"]):
            return soon
        return noted["expires"]

    def edition(self) -> int:
        """Another number after every `purge_all` and `renew_all`, in every process."""
        return hash((_time_of(self.root / PURGED), self.renewed_at()))

    def renewed_at(self) -> float:
        """What was begun before that time shows an older frame; it may be read until it is made anew."""
        return _time_of(f"{self.root}/{RENEWED}")

    def acted_at(self) -> tuple[float, float]:
        """Other numbers after every purge, in every process."""
        return _time_of(self.root / ACTED), _time_of(self.root / PURGED)

    # --- keeping ----------------------------------------------------------------------------------

    def put(self, path: str, number: int, page: Page, *, began: float, expires: float) -> None:
        """Keep this page unless its path was purged since its rendering began (both times of the epoch)."""
        draft = None
        try:
            target = self._file(FRESH, path, number)
            self._make_room()
            if not self._admits(path):
                return
            draft = self._write_draft(page, began, expires)
            with self._locked():
                if not self._marked_since(path, PURGED, began):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.replace(draft, target)
                    self._file(STALE, path, number).unlink(missing_ok=True)
                    self._note(path, number, {"began": began, "expires": expires})
        except (OSError, ValueError) as error:
            log.warning("A page could not be kept: %s", error)
        finally:
            if draft:
                Path(draft).unlink(missing_ok=True)

    def claim(self, path: str, number: int = 1) -> bool:
        """Let the caller render this expired page anew while others have the old copy.

        False where somebody else is at it already.
        """
        try:
            with self._locked():
                self._retire(path, number)
                stale, now = self._file(STALE, path, number), time.time()
                if self._file(FRESH, path, number).exists() or stale.stat().st_mtime > now:
                    return False
                os.utime(stale, (now, now + CLAIM))
        except (OSError, ValueError):  # gone meanwhile, or a disk that takes nothing
            return True
        return True

    def expire(self, path: str, number: int = 1) -> None:
        """Put an expired page where no front server finds it; a fresh one stays."""
        with suppress(OSError, ValueError), self._locked():
            self._retire(path, number)

    # --- forgetting -------------------------------------------------------------------------------

    def forget(self, path: str, number: int = 1) -> None:
        """Drop one page that turned out to be there no longer."""
        with suppress(OSError, ValueError):
            for tree in (FRESH, STALE):
                self._file(tree, path, number).unlink(missing_ok=True)

    def purge(self, paths: Iterable[str]) -> None:
        """Drop every page of these paths, and what is being rendered of them right now."""
        with self._locked():
            with suppress(OSError):
                (self.root / ACTED).touch()
                _set_time(self.root / ACTED)
            for path in filter(PATH.fullmatch, paths):
                with suppress(OSError):  # no room for a mark must not keep a page alive
                    self._stamp(path, PURGED)
                for number in _numbers(path):
                    self.forget(path, number)

    def touch(self, paths: Iterable[str]) -> None:
        """A small thing changed on these pages: they end SOON after they were begun, and not before."""
        with suppress(OSError), self._locked():
            for path in filter(PATH.fullmatch, paths):
                self._stamp(path, TOUCHED)
                for number in _numbers(path):
                    with suppress(OSError, ValueError, TypeError, KeyError):
                        self._note(path, number, self._read(FRESH, path, number)[1])

    def purge_all(self) -> None:
        with self._locked():
            (self.root / PURGED).touch()
            _set_time(self.root / PURGED)
            trees = [self.root / tree for tree in (FRESH, STALE, MARKS) if (self.root / tree).exists()]
            moved = [tree.rename(self.root / f"old-{uuid.uuid4().hex}") for tree in trees]
        for tree in moved:
            shutil.rmtree(tree, ignore_errors=True)

    def renew_all(self) -> None:
        """Every page ends now, and stays for readers until somebody has made it anew."""
        with suppress(OSError), self._locked():
            (self.root / RENEWED).touch()
            _set_time(self.root / RENEWED)

    # --- for the front (portal/page_front.py) -------------------------------------------------------

    def dues(self) -> Iterator[tuple[float, str, int]]:
        """When each fresh page ends: time, path, number. What is cut short is dropped."""
        for file in list((self.root / FRESH).rglob("*@*.gz")):
            stem, _, number = str(file.relative_to(self.root / FRESH))[:-3].rpartition("@")
            try:
                head = self._read(FRESH, f"/{stem}", int(number))[1]
                yield self.ends(f"/{stem}", head), f"/{stem}", int(number)
            except (OSError, ValueError, TypeError, KeyError):
                file.unlink(missing_ok=True)

    def start_journal(self) -> None:
        """From now on `take_journal` gives what is to end."""
        with self._locked():
            (self.root / JOURNAL).touch()

    def take_journal(self) -> list[tuple[float, str, int]]:
        """What was kept or touched since the last call: when it ends, path, number."""
        with self._locked():
            journal = self.root / JOURNAL
            lines = journal.read_text().splitlines()
            os.truncate(journal, 0)
        return [
            (float(ends), path, int(number)) for ends, number, path in (line.split(" ") for line in lines)
        ]

    def stop_journal(self) -> None:
        with self._locked():
            (self.root / JOURNAL).unlink(missing_ok=True)

    # --- inside -----------------------------------------------------------------------------------

    def _file(self, tree: str, path: str, number: int) -> Path:
        if not PATH.fullmatch(path) or number not in _numbers(path):
            raise ValueError(f"{path} {number} is no page of readers")
        return self.root / tree / f"{path[1:]}@{number}.gz"

    def _mark(self, path: str, kind: str) -> Path:
        return Path(f"{self.root}/{MARKS}{path}@{kind}")

    def _read(self, tree: str, path: str, number: int) -> tuple[bytes, dict, float]:
        """Content, what is noted about it, time of change."""
        with self._file(tree, path, number).open("rb") as file:
            raw, changed = file.read(), os.fstat(file.fileno()).st_mtime
        head = json.loads(raw[HEADER : HEADER + COMMENT - 1])
        if head["size"] != len(raw):
            raise ValueError("cut short")
        return raw[:3] + b"\0" + raw[4:HEADER] + raw[HEADER + COMMENT :], head, changed

    def _write_draft(self, page: Page, began: float, expires: float) -> str:
        (self.root / DRAFTS).mkdir(parents=True, exist_ok=True)
        content, size = page.content, len(page.content) + COMMENT
        head = {"began": began, "expires": expires, "content_type": page.content_type, "etag": page.etag}
        comment = json.dumps(head | {"size": size}).encode().ljust(COMMENT - 1) + b"\0"
        if content[3:4] != b"\0" or len(comment) != COMMENT:
            raise ValueError("no plain gzip, or too long a content type")
        descriptor, draft = tempfile.mkstemp(dir=self.root / DRAFTS)
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(file.fileno(), 0o644)  # the front server is another user
                file.write(content[:3] + HAS_COMMENT + content[4:HEADER] + comment + content[HEADER:])
            os.utime(draft, (began, file_time(content)))
        except OSError:
            os.unlink(draft)
            raise
        return draft

    def _note(self, path: str, number: int, head: dict) -> None:
        with suppress(FileNotFoundError):
            descriptor = os.open(self.root / JOURNAL, os.O_WRONLY | os.O_APPEND)
            with open(descriptor, "w") as journal:
                journal.write(f"{self.ends(path, head)} {number} {path}\n")

    def _retire(self, path: str, number: int) -> None:
        """Under the lock: an expired page goes from fresh to stale, unclaimed."""
        fresh, stale = self._file(FRESH, path, number), self._file(STALE, path, number)
        with suppress(FileNotFoundError):
            if self.ends(path, self._read(FRESH, path, number)[1]) <= time.time():
                stale.parent.mkdir(parents=True, exist_ok=True)
                os.replace(fresh, stale)
                os.utime(stale, (0, 0))

    def _stamp(self, path: str, kind: str) -> None:
        mark = self._mark(path, kind)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        _set_time(mark)

    def _marked_since(self, path: str, kind: str, began: float) -> bool:
        marks = (self._mark(path, kind), *([self.root / PURGED] if kind == PURGED else []))
        return any(_time_of(mark) >= began for mark in marks)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_room(self) -> None:
        if next(self._puts) % max(CHECK_EVERY, self.pages // 50) == 0:
            self.trim()

    def _admits(self, path: str) -> bool:
        """Into a full store only lists, and what is asked for twice: robots read once."""
        if self.root not in self._full or path.endswith("/") or self._asked_once.pop(path, None):
            return True
        self._asked_once[path] = True
        if len(self._asked_once) > self.pages:
            self._asked_once.popitem(last=False)
        return False

    def trim(self) -> None:
        """Where more is kept than may be, what was longest not written goes; old marks go, too."""
        written = {}
        for tree in (FRESH, STALE):
            for file in (self.root / tree).rglob("*@*.gz"):
                with suppress(OSError):
                    written[file] = file.stat().st_ctime
        now = time.time()
        kept = int(self.pages * (1 - ROOM))
        (self._full.add if len(written) > kept else self._full.discard)(self.root)
        oldest = sorted(written, key=written.get)[: -kept or None] if len(written) > self.pages else []
        old_marks = [mark for mark in (self.root / MARKS).rglob("*@*") if now - _time_of(mark) > MARKS_LIVE]
        for file in [*(file for file in oldest if now - written[file] > YOUNG), *old_marks]:
            file.unlink(missing_ok=True)


def _numbers(path: str) -> range:
    """Only lists have several pages, and their addresses end with a slash."""
    return range(1, (DEEPEST if path.endswith("/") else 1) + 1)


def _time_of(file: Path | str) -> float:
    """Its time of change; long ago where there is none."""
    try:
        return os.stat(file).st_mtime
    except OSError:
        return 0


def _set_time(mark: Path) -> None:
    """Give the mark the exact time: the file system's own clock lags by a few milliseconds."""
    now = time.time()
    os.utime(mark, (now, now))
