"""Queries that are sent again and again: Django compiles each once, Postgres plans it once per connection.

    newest = Prepared(lambda section: Article.objects.published().filter(section=section).newest()[:20])
    newest(section=7)

What a call gives must stand in the query as it is (a number, or a list by `numbers_in`): conditions made of
it in Python would be made of a stand-in. Behind PgBouncer, which gives a connection to somebody else
between two statements, the query is sent in full every time.
"""

import inspect
from collections.abc import Callable
from copy import copy
from itertools import count
from threading import Lock
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg2.extensions import AsIs

STAND_IN = 8_900_000_000_000_000_000  # and up: numbers no row has
# else Postgres goes on planning for each value what takes longer to plan than to do
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
_names = count(1)
_prepared: WeakKeyDictionary = WeakKeyDictionary()  # connection of the driver: names of what it knows


def numbers_in(given: int) -> RawSQL:
    """For `pk__in=`: the list of numbers a call gives."""
    return RawSQL("SELECT unnest(%s::bigint[])", [given])


class Prepared:
    def __init__(self, build: Callable[..., QuerySet]):
        """`build` makes the QuerySet; its parameters are what a call gives."""
        self.build, self.guard, self.queryset = build, Lock(), None
        self.names = list(inspect.signature(build).parameters)
        self.stand_ins = {STAND_IN + n: n for n in range(len(self.names))}
        self.name = f"portal_{next(_names)}"

    def __call__(self, **values) -> list:
        with self.guard:
            if self.queryset is None:
                self._compile()
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.get_converters = lambda _columns: self.converters
        compiler.as_sql = lambda *_options, **_more: self._statement([values[name] for name in self.names])
        return list(self.queryset._iterable_class(_Compiled(self.queryset, compiler)))

    def first(self, **values):
        return next(iter(self(**values)), None)

    def _compile(self) -> None:
        queryset = self.build(**{name: STAND_IN + n for n, name in enumerate(self.names)})
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        self.queryset = queryset

    def _statement(self, values: list) -> tuple[str, list]:
        if connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
            return self.sql, [self._given(parameter, values) for parameter in self.parameters]
        connection.ensure_connection()
        known = _prepared.setdefault(connection.connection, set())
        if self.name not in known:
            with connection.connection.cursor() as cursor:
                marked = [self._given(parameter, _NUMBERED) for parameter in self.parameters]
                cursor.execute(
                    f"{ONE_PLAN}; PREPARE {self.name} AS {cursor.mogrify(self.sql, marked).decode()}"
                )
            known.add(self.name)
        places = ", ".join(["%s"] * len(values))
        return f"EXECUTE {self.name}({places})" if values else f"EXECUTE {self.name}", values

    def _given(self, parameter, values):
        place = self.stand_ins.get(parameter) if isinstance(parameter, int) else None
        return parameter if place is None else values[place]


_NUMBERED = [AsIs(f"${n}") for n in range(1, 20)]


class _Compiled:
    """What Django's iterables ask of a QuerySet; its query is compiled already."""

    def __init__(self, queryset: QuerySet, compiler):
        self.db, self.model, self._fields = queryset.db, queryset.model, queryset._fields
        self._known_related_objects, self._hints = {}, {}
        self.query, self.compiler = _Query(queryset.query, compiler), compiler


class _Query:
    def __init__(self, query, compiler):
        self.query, self.compiler = query, compiler

    def get_compiler(self, *_where, **_else):
        return self.compiler

    def __getattr__(self, name):
        return getattr(self.query, name)
