"""Short forms and their long forms find the same articles. The table is the newsroom's."""

from django.core.cache import cache

from articles.models import Abbreviation
from articles.searching.tsquery import Unit
from articles.searching.words import Word, folded_words, marked_words

KEY = "abbreviations"
SECONDS = 300  # a new abbreviation works after at most this time in every process
LONGEST = 12  # words of a long form


def table() -> list[tuple[str, str]]:
    def read() -> list[tuple[str, str]]:
        return list(Abbreviation.objects.values_list("short", "long"))

    return cache.get_or_set(KEY, read, SECONDS)


def units(words: list[Word]) -> tuple[list[Unit], list[tuple[str, str]]]:
    """What each typed word, or run of words, may be printed as.

    Gives the units and, for the ranking, pairs of (printed form, typed form).
    """
    forms = table()
    in_full = {" ".join(folded_words(short)): long for short, long in forms}
    shortened = {" ".join(folded_words(long)): short for short, long in forms}
    found: list[Unit] = []
    rewrites: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        run, other = _longest(words[place:], shortened, in_full)
        folded = tuple(word.folded for word in run)
        if other:
            found.append((folded, tuple(folded_words(other))))
            rewrites.append((" ".join(marked_words(other)), " ".join(word.marked for word in run)))
        else:
            found.append((folded,))
        place += len(run)
    return list(dict.fromkeys(found)), rewrites


def _longest(words: list[Word], *tables: dict[str, str]) -> tuple[list[Word], str | None]:
    """The longest run of words at the beginning that has another form, else the first word alone."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        folded = " ".join(word.folded for word in words[:length])
        for forms in tables:
            if folded in forms:
                return words[:length], forms[folded]
    return words[:1], None
