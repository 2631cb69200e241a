"""Which of the candidates the reader meant: words by rarity and field, neighbours, marks where typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import log
from typing import NamedTuple

from articles.searching.queries import has_marks
from articles.searching.words import Word, folded, words_folded

TITLE, LEAD, NAMES = FIELDS = (3.0, 1.5, 1.5)  # what a word found there is worth, times its rarity
BODY = 0.6  # the same for a word that stands in the body only
OTHER_MARKS = 0.55  # of its worth has a word that was typed with marks and stands there with others
OTHER_WORD = 0.5  # of its worth has a word of which only another spelling stands there
PAIR = 0.8  # of the worth of the commoner of two words, on top, where they are neighbours as typed
COMPLETE = 1.0  # on top where the title has every word
FRESH = 0.15  # on top for what is published now, half of it for what is HALF_LIFE old
HALF_LIFE = timedelta(days=60)


class Candidate(NamedTuple):
    article: int
    published_at: datetime | None  # None: not public, as new as can be
    words: str  # SearchEntry.words
    whole: bool  # all that was asked for is in the article, if only in its body


def newest(candidate: Candidate) -> tuple:
    """The key by which the newest comes last; what is not public yet is newer than all that is."""
    return candidate.published_at is None, candidate.published_at or candidate.article, candidate.article


class Ranker:
    """Scores candidates for one query.

    counts: in how many of `articles` each folded word occurs. rewrites: (printed, typed) forms of
    abbreviations.
    """

    def __init__(
        self,
        words: Sequence[Word],
        counts: Mapping[str, int],
        articles: int,
        rewrites: Sequence[tuple[str, str]] = (),
    ):
        self.typed = words
        self.words = list(dict.fromkeys((word.marked, word.folded, has_marks(word)) for word in words))
        self.worth = {
            word.folded: log((articles + 2) / (counts.get(word.folded, 0) + 1)) + 0.1 for word in words
        }
        self.pairs = set(pairwise(word.folded for word in words))
        self.rewrites = [(f" {printed} ", f" {typed} ") for printed, typed in rewrites]
        self.meant_by: dict[str, str] = {}
        self.total = sum(self.worth[key] for _, key, _ in self.words) or 1.0

    def consider(self, others: Mapping[str, Iterable[str]]) -> None:
        """Take other words, by the typed word they may have been meant by, for half as good."""
        self.meant_by = {
            other: word for word, found in others.items() for other in found if other not in self.worth
        }

    def rank(self, candidates: Iterable[Candidate], now: datetime | None) -> list[Candidate]:
        """Best first; recent news gains a little on equals, unless `now` is None."""

        def worth(candidate: Candidate) -> float:
            if now is None:
                return self.score(candidate)
            age = max(now - (candidate.published_at or now), timedelta()) / HALF_LIFE
            return self.score(candidate) + FRESH * 0.5**age

        return sorted(candidates, key=lambda c: (worth(c), *newest(c)), reverse=True)

    def score(self, candidate: Candidate) -> float:
        """About 0 to 6, whatever the number of words."""
        words: dict[str, float] = {}  # what the best place of each word is worth
        pairs: dict[tuple[str, str], float] = {}
        closeness = 0.0
        for line, worth in zip(candidate.words.split("\n"), FIELDS, strict=True):
            marked = self._as_typed(line)
            plain = words_folded(marked)
            self._find(set(marked), set(plain), worth, words)
            self._find_pairs(plain, worth, pairs)
            closeness = closeness or self._closeness(plain)  # of the title, which comes first
        missing = BODY if candidate.whole else 0.0
        found = sum(self.worth[key] * words.get(key, missing) for _, key, _ in self.words)
        neighbours = sum(PAIR * worth * min(self.worth[a], self.worth[b]) for (a, b), worth in pairs.items())
        return (found + neighbours) / self.total + closeness

    def corrected(self, candidate: Candidate) -> str:
        """The query as this article spells it; "" where it has other words, or just the words typed."""
        there: dict[str, str] = {}
        for word in candidate.words.split():
            there.setdefault(folded(word), word)
        for word in [word for word in there if word in self.meant_by]:  # the title's first
            there.setdefault(self.meant_by[word], there[word])
        missing = {word.folded for word in self.typed} - there.keys()
        spelled = [there.get(word.folded, "") for word in self.typed]
        changed = [folded(word) for word in spelled] != [word.folded for word in self.typed]
        return " ".join(spelled) if changed and not missing else ""

    def spelled(self, candidate: Candidate) -> str:
        """The query with the marks this article writes."""
        there = {folded(word): word for word in reversed(candidate.words.split())}
        return " ".join(there.get(word.folded, word.marked) for word in self.typed)

    def _as_typed(self, line: str) -> list[str]:
        for printed, typed in self.rewrites:
            line = f" {line} ".replace(printed, typed)
        return line.split()

    def _find(self, marked: set[str], folded: set[str], worth: float, best: dict[str, float]) -> None:
        for typed, key, strict in self.words:
            if key in folded:
                value = worth if not strict or typed in marked else worth * OTHER_MARKS
                best[key] = max(best.get(key, 0.0), value)
        if self.meant_by:
            for other in folded & self.meant_by.keys():
                key = self.meant_by[other]
                best[key] = max(best.get(key, 0.0), worth * OTHER_WORD)

    def _find_pairs(self, folded: list[str], worth: float, best: dict[tuple[str, str], float]) -> None:
        if self.meant_by:
            folded = [self.meant_by.get(word, word) for word in folded]
        for pair in self.pairs & set(pairwise(folded)):
            best.setdefault(pair, worth)  # fields come by worth

    def _closeness(self, title: list[str]) -> float:
        """A title that has all words, and hardly any other, says exactly what is looked for."""
        complete = COMPLETE if self.worth.keys() <= set(title) else 0.0
        words = {self.meant_by.get(word, word) for word in title}
        return complete + len(self.worth.keys() & words) / len(self.worth.keys() | words)
