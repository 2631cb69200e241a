"""Short forms and their long forms find the same articles. The table is the newsroom's."""

from django.core.cache import cache

from articles.models import Abbreviation
from articles.searching.tsquery import Unit
from articles.searching.words import Word, folded_words, marked_words

KEY = "abbreviations"
SECONDS = 300  # a new abbreviation works after at most this time in every process
LONGEST = 12  # words of a long form


def table() -> list[tuple[str, str]]:
    return cache.get_or_set(KEY, lambda: list(Abbreviation.objects.values_list("short", "long")), SECONDS)


def units(words: list[Word]) -> tuple[list[Unit], list[tuple[str, str]]]:
    """What each typed word, or run of words, may be printed as; and (printed, typed) forms for the
    ranking."""
    short = {" ".join(folded_words(s)): l for s, l in table()}  # noqa: E741
    long = {" ".join(folded_words(l)): s for s, l in table()}  # noqa: E741
    found: list[Unit] = []
    rewrites: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        run, other = _longest(words[place:], long, short)
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
