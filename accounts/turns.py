"""One after the other: whoever counts against a limit and then writes must not do so beside another."""

from django.db import connection


def take_turn(what: str, whose: object) -> None:
    """Wait for everybody else who has this turn; it is over when the transaction is.

    Take turns before locking rows: so nobody waits for somebody who waits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what} {whose}"])
