"""Postgres text queries from folded words. Cut and quoted here, so that no input can be bad syntax."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import SearchQuery

from articles.searching.entries import lexeme

Option = tuple[str, ...]  # folded words that have to stand next to one another
Unit = tuple[Option, ...]  # what stands for one typed word: itself, or its abbreviation, or the long form


class FoldedQuery(SearchQuery):
    """A tsquery given as such: the database must not parse the words once more."""

    def __init__(self, text: str):
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.text]


def all_of(parts: Iterable[str]) -> str:
    return " & ".join(parts)


def any_of(parts: Iterable[str]) -> str:
    return f"({' | '.join(parts)})"


def phrase(words: Sequence[str]) -> str:
    return f"({' <-> '.join(map(lexeme, words))})"


def unit(options: Unit) -> str:
    return any_of(map(phrase, options))


def all_but_one(units: Sequence[Unit]) -> str:
    """Any one of the units may be missing."""
    return any_of(f"({all_of(map(unit, [*units[:gone], *units[gone + 1 :]]))})" for gone in range(len(units)))


def one_other(units: Sequence[Unit], others: Sequence[Unit]) -> str:
    """Exactly one unit is replaced by what else may have been meant there."""
    return any_of(
        f"({all_of([*map(unit, [*units[:place], *units[place + 1 :]]), unit(meant)])})"
        for place, meant in enumerate(others)
        if meant
    )
