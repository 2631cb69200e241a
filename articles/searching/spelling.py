"""What else may have been meant: the paper's own words one slip of the finger away, or spaced otherwise."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log
from string import ascii_lowercase

from django.db import connection

from articles.searching.words import Word

MOST_WORDS = 12  # of a query are looked at: every word has some 300 possible slips
DEAR = 20.0  # what one part more costs: more than any frequency is worth
VOWELS = frozenset("aeiouy")
LONGEST_SYLLABLE = 7  # nghiêng
MOST_MEANT = 16  # other words considered for one typed word, the most frequent


def slips(word: str) -> set[str]:
    """Every word from which `word` comes by one letter left out, added, mistyped or swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {first + letter + rest for first, rest in cuts for letter in ascii_lowercase}
    added = {first + rest[1:] for first, rest in cuts if rest}
    mistyped = {first + letter + rest[1:] for first, rest in cuts if rest for letter in ascii_lowercase}
    swapped = {first + rest[1] + rest[0] + rest[2:] for first, rest in cuts if len(rest) > 1}
    return (left_out | added | mistyped | swapped) - {word, ""}


def meant(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each folded word other known words, with the number of articles they occur in."""
    candidates = {word: slips(word) for word in list(words)[:MOST_WORDS] if word.isalpha() and len(word) > 1}
    counts = known(set().union(*candidates.values()))
    found = {}
    for word, others in candidates.items():
        usual = sorted(others & counts.keys(), key=counts.__getitem__, reverse=True)[:MOST_MEANT]
        found[word] = {other: counts[other] for other in usual}
    return found


def known(words: Iterable[str]) -> dict[str, int]:
    """In how many of the counted articles each of these words occurs; without those in none."""
    wanted = list(words)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, articles FROM articles_wordcount WHERE word = ANY(%s)", [wanted])
        return dict(cursor.fetchall())


def respaced(words: list[Word], counts: Mapping[str, int]) -> tuple[list[Word], list[list[str]]]:
    """The words with those nobody wrote cut into known ones ("caicach"), else with two made one ("viet tel"),
    and the phrases that made; nothing where they cannot be spaced otherwise.

    counts: in how many articles each word occurs.
    """
    unknown = [word.folded for word in words if not counts.get(word.folded)]
    parts = {part for word in unknown for part in _parts(word)}
    joined = {first.folded + second.folded for first, second in pairwise(words)}
    there = known(parts | joined) if parts or joined else {}
    split = {
        word: cut for word in unknown if (cut := _split(word, {p: there[p] for p in parts & there.keys()}))
    }
    if not split:
        return _joined(words, there.keys() & joined), []
    spaced = [
        Word(part, part, word.start, word.end) if word.folded in split else word
        for word in words
        for part in split.get(word.folded, [word.folded])
    ]
    return spaced, list(split.values())


def _parts(word: str) -> list[str]:
    """What may be a syllable of a word typed without spaces."""
    places = range(len(word))
    found = (word[start : start + length] for start in places for length in range(2, LONGEST_SYLLABLE + 1))
    return [part for part in found if not VOWELS.isdisjoint(part)]


def _split(word: str, there: Mapping[str, int]) -> list[str]:
    """The word as several known ones, the fewest and most frequent; empty where it cannot be cut so."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        ways = [
            (best[start][0] + log(there[word[start:end]]) - DEAR, [*best[start][1], word[start:end]])
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            if best[start] and word[start:end] in there
        ]
        best.append(max(ways, default=None))
    return best[-1][1] if best[-1] and len(best[-1][1]) > 1 else []


def _joined(words: list[Word], known: set[str]) -> list[Word]:
    """Two neighbours as the one word they are, the first pair that is one."""
    for place, (first, second) in enumerate(pairwise(words)):
        one = first.folded + second.folded
        if one in known:
            made = Word(first.marked + second.marked, one, first.start, second.end)
            return [*words[:place], made, *words[place + 2 :]]
    return []
