"""Makes the page store fit for a front server, which serves what it finds and cannot read when it expires.

While this runs, `served` in the store's folder leads to the fresh pages, and each is moved away when its time
is over, within TICK seconds. When it stops `served` goes, and the front server asks the portal.
"""

import heapq
import os
import time
from pathlib import Path

from portal.page_store import FRESH, PageStore

SERVED = "served"
TICK = 0.1  # seconds
RENEWED_A_SECOND = 20  # pages handed back for making anew, when all have to be


class PageFront:
    def __init__(self, store: PageStore):
        self.store, self.dues, self.renewed = store, [], store.renewed_at()

    def open(self) -> None:
        """Put what expired meanwhile away, then let the front server in."""
        self.close()
        self.store.start_journal()
        self.dues = sorted(self.store.dues())
        self.tick()
        os.symlink(FRESH, self.link)

    def tick(self) -> None:
        """Move away what has expired since the last tick."""
        if self.renewed != (renewed := self.store.renewed_at()):
            self.renewed = renewed
            self.renew()
        for due in self.store.take_journal():
            heapq.heappush(self.dues, due)
        while self.dues and self.dues[0][0] <= time.time():
            _ends, path, number = heapq.heappop(self.dues)
            self.store.expire(path, number)

    def renew(self) -> None:
        """Hand every page back in its turn: the front page, the lists, then the articles made last."""
        pages = sorted({(path, number): ends for ends, path, number in self.dues}.items(), key=_turn)
        for turn, ((path, number), _ends) in enumerate(pages):
            heapq.heappush(self.dues, (time.time() + turn / RENEWED_A_SECOND, path, number))

    def close(self) -> None:
        self.link.unlink(missing_ok=True)
        self.store.stop_journal()

    @property
    def link(self) -> Path:
        return self.store.root / SERVED


def _turn(page: tuple[tuple[str, int], float]) -> tuple:
    (path, number), ends = page
    return path != "/", not path.endswith("/"), number, -ends
