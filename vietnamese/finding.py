"""Finding rows by words typed with or without marks; those that have the very marks come first."""

from django.db.models import Case, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower
from django.db.models.lookups import Contains

from vietnamese.text import fold, fold_syllables, normalise_line, one_tone

MOST = 400  # kept of what was found: further ones are found by another word, not by paging


def marks_first(rows: QuerySet, found: QuerySet, typed: str, columns: tuple[str, ...]) -> QuerySet:
    """Those of `rows` that are `found`, in their order, but first those that have `typed` as it was typed.

    Only the first MOST are kept: sorting 100,000 rows with "Việt Nam" would help nobody. They are looked up
    now, so that counting and paging them does not match all words once more.
    """
    line = normalise_line(typed)
    ways = {line, one_tone(line)}
    spelled = Q(*[(f"{column}__icontains", way) for column in columns for way in ways], _connector=Q.OR)
    order = found.query.order_by or found.model._meta.ordering
    first = list(found.order_by(*order).values_list("pk", flat=True)[:MOST])
    rank = Case(When(spelled, then=Value(0)), default=Value(1))
    return rows.filter(pk__in=first).annotate(marks=rank).order_by("marks", *order)


def folded_among(rows: QuerySet, typed: str, columns: tuple[str, ...]) -> QuerySet:
    """Rows with every word typed in one of these columns, marks or not: for tables without a folded column.

    The database folds what it reads, so this is for tables of some 10,000 rows: people, word lists, logs.
    """
    words = fold_syllables(typed)[:10]
    texts, found = [Folded(column) for column in columns], rows
    for word in words:
        found = found.filter(Q(*[Contains(text, word) for text in texts], _connector=Q.OR))
    return marks_first(rows, found, typed, columns) if words else rows


_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


class Folded(Func):
    """A column of normalised text as `fold` has it, as far as Vietnamese letters go."""

    function = "translate"
    output_field = TextField()

    def __init__(self, column: str):
        super().__init__(Lower(Cast(column, TextField())), Value(_LETTERS), Value(fold(_LETTERS)))
