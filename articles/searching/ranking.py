"""Which of the candidates the reader meant: words by rarity and field, neighbours, marks where typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from math import log
from typing import NamedTuple

from articles.searching.queries import has_marks
from articles.searching.words import Word, words_folded

TITLE, LEAD, NAMES = FIELDS = (3.0, 1.5, 1.5)  # what a word found there is worth, times its rarity
BODY = 0.6  # the same for a word that stands in the body only
OTHER_MARKS = 0.55  # of its worth has a word that was typed with marks and stands there with others
OTHER_WORD = 0.5  # of its worth has a word of which only another spelling stands there
PAIR = 0.8  # of the worth of the commoner of two words, on top, where they are neighbours as typed
COMPLETE = 1.0  # on top where the title has every word


class Candidate(NamedTuple):
    article: int
    published_at: datetime
    words: str  # SearchEntry.words
    whole: bool  # all that was asked for is in the article, if only in its body


class Ranker:
    """Scores candidates for one query.

    counts: in how many of `articles` each folded word occurs. rewrites: (printed, typed) forms of
    abbreviations. others: for a typed word, other words that may have been meant.
    """

    def __init__(
        self,
        words: Sequence[Word],
        counts: Mapping[str, int],
        articles: int,
        rewrites: Sequence[tuple[str, str]] = (),
        others: Mapping[str, Iterable[str]] | None = None,
    ):
        self.words = list(dict.fromkeys((word.marked, word.folded, has_marks(word)) for word in words))
        self.worth = {
            word.folded: log((articles + 2) / (counts.get(word.folded, 0) + 1)) + 0.1 for word in words
        }
        self.pairs = set(pairwise(word.folded for word in words))
        self.rewrites = [(f" {printed} ", f" {typed} ") for printed, typed in rewrites]
        self.meant_by = {
            other: word
            for word, found in (others or {}).items()
            for other in found
            if other not in self.worth
        }
        self.total = sum(self.worth[folded] for _, folded, _ in self.words) or 1.0

    def rank(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Best first; among equals the newest."""
        return sorted(candidates, key=lambda c: (self.score(c), c.published_at, c.article), reverse=True)

    def score(self, candidate: Candidate) -> float:
        """About 0 to 6, whatever the number of words."""
        words: dict[str, float] = {}  # what the best place of each word is worth
        pairs: dict[tuple[str, str], float] = {}
        closeness = 0.0
        for line, worth in zip(candidate.words.split("\n"), FIELDS, strict=True):
            marked = self._as_typed(line)
            folded = words_folded(marked)
            self._find(set(marked), set(folded), worth, words)
            self._find_pairs(folded, worth, pairs)
            closeness = closeness or self._closeness(folded)  # of the title, which comes first
        missing = BODY if candidate.whole else 0.0
        found = sum(self.worth[folded] * words.get(folded, missing) for _, folded, _ in self.words)
        neighbours = sum(PAIR * worth * min(self.worth[a], self.worth[b]) for (a, b), worth in pairs.items())
        return (found + neighbours) / self.total + closeness

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
