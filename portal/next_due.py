"""When the next scheduled article comes out: asked of the database after every act, not for every page."""

import time

from articles.reading import NEXT_DUE
from portal.page_store import PageStore

SECONDS = 60  # for what no act tells, as a change by hand in the database
_known: list[tuple] = []  # at most one: the acts it knows of, until when it may be used, the moment


def next_due(store: PageStore) -> float | None:
    """Seconds of the epoch; None while nothing is scheduled."""
    acts, now = (store.root, store.acted_at()), time.time()
    if _known and (found := _known[0])[0] == acts and found[1] > now:
        return found[2]
    moment = NEXT_DUE.first()
    due = moment and moment.timestamp()
    _known[:] = [(acts, min(now + SECONDS, due or now + SECONDS), due)]
    return due
