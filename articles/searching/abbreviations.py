"""Short forms and their long forms find the same articles. The table is the newsroom's."""

from collections import defaultdict
from collections.abc import Callable

from django.db.models import Q

from articles.models import Abbreviation
from articles.searching.tsquery import Unit
from articles.searching.words import Word, folded_words, marked_words

LONGEST = 12  # words of a long form


def units(words: list[Word]) -> tuple[list[Unit], list[tuple[str, str]]]:
    """What each typed word, or run of words, may be printed as.

    Gives the units and, for the ranking, pairs of (printed form, typed form).
    """
    others = _others(words)
    found: list[Unit] = []
    rewrites: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        run = _longest(words[place:], others)
        typed = tuple(word.folded for word in run)
        forms = others.get(" ".join(typed), ())
        found.append((typed, *(tuple(folded_words(form)) for form in forms)))
        rewrites += [(" ".join(marked_words(form)), " ".join(word.marked for word in run)) for form in forms]
        place += len(run)
    return list(dict.fromkeys(found)), rewrites


def _others(words: list[Word]) -> dict[str, list[str]]:
    """By run of typed words: its other forms, the long one of a short one and the other way round."""
    folded = [word.folded for word in words]
    runs = {
        " ".join(folded[start:end])
        for start in range(len(folded))
        for end in range(start + 1, min(start + LONGEST, len(folded)) + 1)
    }
    rows = Abbreviation.objects.filter(Q(short_key__in=runs) | Q(long_key__in=runs)) if runs else ()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.short_key, []).append(row.long)
        found.setdefault(row.long_key, []).append(row.short)
    return found


def _longest(words: list[Word], others: dict[str, list[str]]) -> list[Word]:
    """The longest run of words at the beginning that has another form, else the first word alone."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        if " ".join(word.folded for word in words[:length]) in others:
            return words[:length]
    return words[:1]


def spelling_out() -> Callable[[list[str]], list[str]]:
    """What writes short forms in full, in words with marks: CCHC says what cải cách hành chính says.

    Reads the table once; the words of many articles may be given to what it returns.
    """
    beginning_with: dict[str, list[tuple[list[str], list[str]]]] = defaultdict(list)
    for short, long in Abbreviation.objects.values_list("short", "long"):
        if words := marked_words(short):
            beginning_with[words[0]].append((words, marked_words(long)))

    def spell_out(words: list[str]) -> list[str]:
        if beginning_with.keys().isdisjoint(words):
            return words
        spelled: list[str] = []
        done = 0
        for place in [place for place, word in enumerate(words) if word in beginning_with]:
            forms = beginning_with[words[place]]
            here = [form for form in forms if words[place : place + len(form[0])] == form[0]]
            if here and place >= done:
                short, long = max(here, key=lambda form: len(form[0]))
                spelled += words[done:place] + long
                done = place + len(short)
        return spelled + words[done:]

    return spell_out
