"""Rows on their way into COPY, and tables that do without their indexes meanwhile."""

from io import StringIO

from django.db import connection, models
from django.utils import timezone

_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}  # the backslash first


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:  # hardly ever
        for letter, escaped in _ESCAPED.items():
            value = value.replace(letter, escaped)
    return value


def _list(values) -> str:
    return "{" + ",".join(map(str, values)) + "}"


_BY_TYPE = {
    str: _text,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _none: "\\N",
    list: _list,
    tuple: _list,
}


def cell(value) -> str:
    """A value as COPY reads it."""
    return _BY_TYPE.get(type(value), str)(value)


class Sheet:
    """Rows of one table. Columns that are not `given` have their field's default, worked out once."""

    def __init__(self, model: type[models.Model], *given: str):
        fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
        self.table = model._meta.db_table
        self.given = [fields.pop(name) for name in given]
        others = [field for field in fields.values() if not field.primary_key and not field.has_db_default()]
        self.columns = [field.column for field in [*self.given, *others]]
        self.rest = "".join(f"\t{cell(_default(field))}" for field in others) + "\n"
        self.rows: list[str] = []

    def add(self, *values) -> None:
        self.rows.append("\t".join(map(cell, values)) + self.rest)

    def store(self) -> None:
        if not self.rows:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.table} ({columns}) FROM STDIN", StringIO("".join(self.rows)))
        self.rows.clear()


def _default(field: models.Field):
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_db_prep_save(field.get_default(), connection)


INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def drop_indexes(names: list[str]) -> list[str]:
    """Drops the tables' indexes that are no constraints; gives the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [names])
        found = dict(cursor.fetchall())
        if found:
            cursor.execute(f"DROP INDEX {', '.join(found)}")
    return list(found.values())
