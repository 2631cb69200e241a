"""Rows on their way into COPY, and tables that do without their indexes meanwhile."""

from io import StringIO
from typing import NamedTuple

from django.db import connection, models
from django.utils import timezone

NULL = "\\N"
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def escaped(text: str) -> str:
    """A text as COPY reads it."""
    return text.translate(_ESCAPED)


def _cell(value) -> str:
    """A field's default as COPY reads it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(str, value)) + "}"
    return escaped(str(value))


class Sheet:
    """Rows of one table. Columns that are not `given` have their field's default, worked out once.

    Values are written as they are, millions of times: texts come `escaped`, and nothing as NULL.
    """

    def __init__(self, model: type[models.Model], *given: str):
        fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
        self.table = model._meta.db_table
        self.given = [fields.pop(name) for name in given]
        others = {field.column: _default(field) for field in fields.values() if _is_needed(field)}
        others = {column: value for column, value in others.items() if value is not None}
        self.columns = [*(field.column for field in self.given), *others]
        rest = [_cell(value).replace("%", "%%") for value in others.values()]
        self.row = "\t".join(["%s"] * len(self.given) + rest) + "\n"
        self.rows: list[str] = []

    def add(self, *values) -> None:
        self.rows.append(self.row % values)

    def store(self) -> None:
        if not self.rows:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.table} ({columns}) FROM STDIN", StringIO("".join(self.rows)))
        self.rows.clear()


def _is_needed(field: models.Field) -> bool:
    return not field.primary_key and not field.has_db_default()


def _default(field: models.Field):
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_db_prep_save(field.get_default(), connection)


INDEXES = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), kept.contype
    FROM pg_index LEFT JOIN pg_constraint kept ON kept.conindid = indexrelid AND kept.contype IN ('p', 'u')
    WHERE indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'f')
"""
KEYS = {"p": "PRIMARY KEY", "u": "UNIQUE"}


class Dropped(NamedTuple):
    """What makes dropped indexes again: first these, in any order, then the constraints that rest on them."""

    indexes: list[str]
    constraints: list[str]


def drop_indexes(tables: list[str]) -> Dropped:
    """Drops the tables' indexes but those that references rest on."""
    made = Dropped([], [])
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables])
        for table, index, definition, key in cursor.fetchall():
            made.indexes.append(definition)
            if key:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {index}")
                again = f"ADD CONSTRAINT {index} {KEYS[key]} USING INDEX {index}"
                made.constraints.append(f"ALTER TABLE {table} {again}")
            else:
                cursor.execute(f"DROP INDEX {index}")
    return made
