"""Who may write the indexes at the same time.

Two like articles are on each other's lists, and a rebuild touches every row: without an order, two writers
would wait for each other. So acts write one after the other, and batches of a rebuild, which never touch the
same article, share. A lock lasts until the transaction ends; readers take none.
"""

from django.db import connection

INDEXES = 6_021_864
REBUILD = 6_021_865  # held by the one rebuild that may run


def lock_indexes(*, shared: bool = False) -> None:
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [INDEXES])
