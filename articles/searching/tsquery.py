"""Postgres text queries from folded words. Cut and quoted here, so that no input can be bad syntax."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import SearchQuery

from articles.searching.entries import lexeme, pairs

HEAD, TEXT = "head", "text"  # the vectors of SearchEntry
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


def phrase(words: Sequence[str], vector: str = TEXT) -> str:
    """Words in a row. The head has every pair as a lexeme: no row of the table has to be looked at."""
    if vector == HEAD and len(words) > 1:
        return f"({all_of(map(lexeme, pairs(words)))})"
    return f"({' <-> '.join(map(lexeme, words))})"


def unit(options: Unit, vector: str) -> str:
    return any_of(phrase(words, vector) for words in options)
