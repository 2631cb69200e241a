"""Finding what a query may mean, in stages: each costs more than the last, and most queries end early.

1. all words in title, lead, tags or authors;
2. all words anywhere in the text;
3. where few titles fit: one word mistyped;
4. where little was found at all: without one of the words.

Every stage takes the newest that fit: nobody reads page 20, and ranking all 100,000 articles with "Việt Nam"
would help nobody. Of words so common the newest are found by looking at the last months first.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from articles.searching import spelling, tsquery
from articles.searching.entries import lexeme, month_label, year_label
from articles.searching.queries import Query, has_marks
from articles.searching.ranking import Candidate
from articles.searching.tsquery import FoldedQuery, Unit, all_of, any_of, phrase
from articles.searching.words import words_folded

MOST = 400  # candidates of stage 1
MOST_BODY = 200  # and of each later one
FEW = 10  # titles below which a slip of the finger is thought of
LITTLE = 10  # articles below which a word may be missing
COMMON = 4000  # articles: with more of its rarest word a query is common


@dataclass
class Finder:
    reading: QuerySet  # of SearchEntry: what may be found
    query: Query
    units: list[Unit]
    labels: list[str]  # quoted lexemes every hit must have
    rarest: float  # in how many articles the rarest word occurs, about
    found: dict[int, Candidate] = field(default_factory=dict)
    others: dict[str, dict[str, int]] = field(default_factory=dict)  # other words that may have been meant

    def find(self) -> list[Candidate]:
        wanted = [*map(tsquery.unit, self.units), *map(phrase, self.query.phrases)]
        if not wanted:
            self._take(self.reading, MOST, whole=True)
            return list(self.found.values())
        self._newest("head", wanted, MOST)
        in_heads = len(self.found)
        if in_heads < MOST:
            self._newest("text", wanted, MOST_BODY)
        if in_heads < FEW and not any(self._is_meant(candidate) for candidate in self.found.values()):
            self._other_words()
        if len(self.found) < LITTLE and len(self.units) > 1:
            self._without_one()
        return list(self.found.values())

    def _is_meant(self, candidate: Candidate) -> bool:
        """Its title says just what was typed, marks included or in a row: nothing was mistyped."""
        title = candidate.words.partition("\n")[0].split()
        typed = {word.marked for word in self.query.words}
        with_marks = any(map(has_marks, self.query.words)) and typed <= set(title)
        return with_marks or f" {' '.join(self.query.folded)} " in f" {' '.join(words_folded(title))} "

    def _other_words(self) -> None:
        self.others = spelling.meant(word for unit in self.units for word in unit[0] if len(unit[0]) == 1)
        others = [tuple((other,) for other in self.others.get(unit[0][0], ())) for unit in self.units]
        if any(others):
            self._match("head", [tsquery.one_other(self.units, others)], MOST_BODY, whole=False)

    def _without_one(self) -> None:
        for vector in ("head", "text") if len(self.units) > 2 else ("head",):
            if len(self.found) < LITTLE:
                self._match(vector, [tsquery.all_but_one(self.units)], MOST_BODY, whole=False)

    def _newest(self, vector: str, wanted: list[str], limit: int) -> None:
        """The newest with all that is wanted; of common words without reading all of them."""
        before = len(self.found)
        for labels in _windows() if self.rarest > COMMON else ():
            self._match(vector, [*wanted, any_of(map(lexeme, labels))], limit)
            if len(self.found) - before >= limit // 2:
                return
        self._match(vector, wanted, limit)

    def _match(self, vector: str, wanted: list[str], limit: int, *, whole: bool = True) -> None:
        without = [f"!{phrase(words)}" for words in self.query.without]
        text = all_of([*wanted, *without, *self.labels])
        self._take(self.reading.filter(**{vector: FoldedQuery(text)}), limit, whole=whole)

    def _take(self, reading: QuerySet, limit: int, *, whole: bool) -> None:
        rows = reading.order_by("-published_at", "-article").values_list("article", "published_at", "words")
        for row in rows[:limit]:
            self.found.setdefault(row[0], Candidate(*row, whole))


def _windows() -> list[list[str]]:
    """Labels of the last weeks, the last year, the last years."""
    today = timezone.localdate()
    months = list(dict.fromkeys(month_label(today - timedelta(days=days)) for days in range(0, 365, 14)))
    years = [year_label(today.replace(day=1, year=today.year - back)) for back in range(5)]
    return [months[:2], months, years]
