"""The index tables a second time, for making them anew beside those readers use.

They stand in a schema of their own. Whoever writes inside `writing()` finds them first under the usual names,
so the code that writes an index need not know which one it writes. `swap` puts them in the readers' place.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO

from django.db import connection, transaction

from articles.models import Article, Counting, Posting, RelatedEntry, SearchEntry, TermCount, WordCount

SCHEMA, OLD = "index_rebuilding", "index_replaced"
TABLES = [
    model._meta.db_table for model in (SearchEntry, RelatedEntry, Posting, TermCount, WordCount, Counting)
]
PATIENCE = "500ms"  # for the readers' tables: less than after which the database would look for a deadlock

COLUMNS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = %s AND table_name = ANY(%s) ORDER BY 1, ordinal_position
"""
INDEXES = """
    SELECT index.relname, pg_get_indexdef(index.oid), kept.conname, kept.contype
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
    LEFT JOIN pg_constraint AS kept ON kept.conindid = index.oid AND kept.contype IN ('p', 'u')
    WHERE indrelid = %s::regclass
"""
REFERENCES = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype = 'f'
"""
ORPHANS = "DELETE FROM {} entry WHERE NOT EXISTS (SELECT FROM articles_article WHERE id = entry.article_id)"
EXISTS = "SELECT to_regclass(%s) IS NOT NULL"


def _run(statement: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def writing() -> Iterator[None]:
    """A transaction in which the index tables are the new ones."""
    with transaction.atomic():
        _run(f"SET LOCAL search_path = {SCHEMA}, public; SET LOCAL synchronous_commit = off")
        yield
        _run("SET LOCAL search_path = public")  # where somebody's transaction goes on


def is_there() -> bool:
    """Whether an earlier rebuild left them, with the columns of today."""
    return bool(_columns(SCHEMA)) and _columns(SCHEMA) == _columns("public")


def _columns(schema: str) -> list[tuple]:
    return _run(COLUMNS, [schema, TABLES])


def create() -> None:
    drop()
    _run(f"CREATE SCHEMA {SCHEMA}")
    for table in TABLES:
        _run(
            f"CREATE TABLE {SCHEMA}.{table}"
            f" (LIKE public.{table} INCLUDING ALL EXCLUDING INDEXES EXCLUDING CONSTRAINTS)"
        )


def drop() -> None:
    _run(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; DROP SCHEMA IF EXISTS {OLD} CASCADE")


def clear(*tables: str) -> None:
    _run(f"TRUNCATE {', '.join(f'{SCHEMA}.{table}' for table in tables)}")


def copy(table: str, columns: Iterable[str], lines: Iterable[str]) -> None:
    """Rows as COPY reads them, without their line ends."""
    with connection.cursor() as cursor:
        text = StringIO("".join(f"{line}\n" for line in lines))
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def index_statements() -> list[str]:
    """What makes the indexes readers' tables have, on the new tables; those that are there are left out."""
    found = []
    for table in TABLES:
        for name, definition, *_constraint in _run(INDEXES, [f"public.{table}"]):
            if not _run(EXISTS, [f"{SCHEMA}.{name}"])[0][0]:
                found.append(definition.replace(f" ON public.{table} ", f" ON {SCHEMA}.{table} "))
    return found


def add_constraints() -> None:
    """The keys and references of the readers' tables. Rows of articles that are gone go first."""
    for table in TABLES:
        has = {name for name, _definition in _run(REFERENCES, [f"{SCHEMA}.{table}"])}
        for name, definition in _run(REFERENCES, [f"public.{table}"]):
            if name not in has:
                _run(ORPHANS.format(f"{SCHEMA}.{table}"))
                _run(f"ALTER TABLE {SCHEMA}.{table} ADD CONSTRAINT {name} {definition} NOT VALID")
                _run(f"ALTER TABLE {SCHEMA}.{table} VALIDATE CONSTRAINT {name}")
        keyed = {row[2] for row in _run(INDEXES, [f"{SCHEMA}.{table}"])}
        for name, _definition, constraint, kind in _run(INDEXES, [f"public.{table}"]):
            if constraint and constraint not in keyed:
                key = "PRIMARY KEY" if kind == "p" else "UNIQUE"
                _run(f"ALTER TABLE {SCHEMA}.{table} ADD CONSTRAINT {constraint} {key} USING INDEX {name}")


def vacuum_statements() -> list[str]:
    """Postings are read from the index alone where the table is clean: lists are made four times as fast.

    Of tables the planner takes for empty it reads one as often as the other has rows.
    """
    statements = [f"VACUUM (ANALYZE) {SCHEMA}.{table}" for table in TABLES]
    return [*statements, f"ANALYZE public.{Article._meta.db_table}"]


def swap() -> None:
    """The new tables become the readers'. In a transaction; fails where readers are in the way for long."""
    _run(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    _run(f"LOCK TABLE {', '.join(f'public.{table}' for table in TABLES)} IN ACCESS EXCLUSIVE MODE")
    _run(f"CREATE SCHEMA {OLD}")
    for table in TABLES:
        _run(f"ALTER TABLE public.{table} SET SCHEMA {OLD}")
        _run(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA public")
