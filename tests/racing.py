"""Many people at the same moment, as real threads with database connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(act: Callable[[int], object], count: int) -> list:
    """What act(0), act(1), ... gave, from as many threads, all starting together."""
    start = Barrier(count)

    def run(number):
        start.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
