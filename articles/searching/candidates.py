"""Finding what a query may mean, in stages: each costs more than the last, and most queries end early.

1. all words in title, lead, tags or authors (if they are common, first those where they stand in a row);
2. all words anywhere in the text;
3. where few titles fit: one word mistyped;
4. where little was found at all: without one of the words.

Every stage takes the newest that fit: nobody reads page 20, and ranking all 100,000 articles with "Việt Nam"
would help nobody. Of words so common the newest are found by looking at the last months first.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from articles.searching import spelling
from articles.searching.archive import Archive
from articles.searching.entries import lexeme, month_label
from articles.searching.queries import Query, has_marks
from articles.searching.ranking import Candidate
from articles.searching.tsquery import (
    HEAD,
    TEXT,
    FoldedQuery,
    Unit,
    all_of,
    any_of,
    phrase,
    unit,
)
from articles.searching.words import words_folded

MOST = 400  # candidates of stage 1
MOST_BODY = 200  # and of each later one
ENOUGH = 100  # titles and leads above which no text has anything better
PLENTY = 20  # titles and leads of common words above which no text is read
FEW = 10  # titles below which a slip of the finger is thought of
LITTLE = 10  # articles below which a word may be missing
LONG = 5  # words that are enough to tell one article from all others
IN_A_ROW = 4  # the same, of words that stand in a title as they were typed
ASKED = 8  # words, the rarest, that are asked for together: each one more costs, and they tell no more
SHORT = 3  # words of which many articles may have all, where each is common; of more, few have
MANY = 5  # the same, of words that stand in a title in any order
SPARSE = 20  # matches in a window below which the whole archive is looked through at once
COMMON = 4000  # articles: with more of its rarest word a query is common


@dataclass
class Finder:
    reading: QuerySet  # of SearchEntry: see Scope
    labels: list[str]
    query: Query
    units: list[Unit]
    archive: Archive
    counts: dict[str, int]  # in how many of the counted articles each word typed occurs
    heads_only: bool = False  # look into title, lead, tags and authors, and for nothing but the words typed
    undated: tuple[str, ...] = ()  # labels of what has no date and counts as new: the desk's drafts
    found: dict[int, Candidate] = field(default_factory=dict)
    others: dict[str, dict[str, int]] = field(default_factory=dict)  # other words that may have been meant
    is_all: bool = True  # nothing that fits was left out

    def newest(self, limit: int) -> list[Candidate]:
        """The newest with all units in title, lead, tags or authors."""
        self._newest(HEAD, self._wanted(HEAD), limit)
        return list(self.found.values())

    def find(self) -> list[Candidate]:
        if not self._in_a_row():
            self._newest(HEAD, self._wanted(HEAD), MOST)
            if not self.heads_only:
                self._further()
        return list(self.found.values())

    def _in_a_row(self) -> bool:
        """Whether of common words there are enough that stand in a row."""
        if self._is_common and len(self.query.words) > 1:
            self._newest(HEAD, [phrase(self.query.folded, HEAD)], MOST)
        if len(self.found) < MOST // 2:
            return False
        self.is_all = False
        return True

    def _further(self) -> None:
        in_heads = len(self.found)
        is_meant = any(map(self._is_meant, self.found.values()))
        if is_meant and len(self.units) >= IN_A_ROW:
            return  # somebody typed a headline, or a part of one
        if self.units and in_heads < (FEW if self.query.phrases else ENOUGH):
            self._newest(TEXT, self._wanted(TEXT), MOST_BODY)
        if not self.units or (self.query.phrases and self.found):
            return  # who quotes wants just that
        if in_heads < FEW and not is_meant:
            self._other_words()
        if len(self.found) < LITTLE and len(self.units) > 1:
            self._without_one()

    @property
    def _is_common(self) -> bool:
        counts = [self.counts.get(word, 0) for word in self.query.folded]
        return self.archive.scale * min(counts, default=0) > COMMON

    def _wanted(self, vector: str) -> list[str]:
        wanted = [unit(options, vector) for options in sorted(self.units, key=self._count)[:ASKED]]
        return wanted + [phrase(words, vector) for words in self.query.phrases]

    def _is_meant(self, candidate: Candidate) -> bool:
        """Its title says just what was typed, marks included, in a row or very many: no slip."""
        title = candidate.words.partition("\n")[0].split()
        typed, folded = {word.marked for word in self.query.words}, words_folded(title)
        with_marks = any(map(has_marks, self.query.words)) and typed <= set(title)
        if with_marks or f" {' '.join(self.query.folded)} " in f" {' '.join(folded)} ":
            return True
        return len(typed) >= MANY and set(self.query.folded) <= set(folded)

    def _other_words(self) -> None:
        """Titles with another word for one that was typed: for the one nobody ever wrote, else for any."""
        single = [options[0][0] if len(options) == len(options[0]) == 1 else "" for options in self.units]
        self.others = spelling.meant(filter(None, single))
        wrong = [place for place, word in enumerate(single) if word and not self.counts.get(word)]
        if len(self.units) >= LONG:
            right = [options for place, options in enumerate(self.units) if place not in wrong]
            self._rarest(HEAD, right, all_of_them=bool(wrong))
            return
        for places in [wrong] if wrong else [[place] for place in range(len(single))]:
            meant = {
                place: tuple((other,) for other in self.others.get(single[place], ())) for place in places
            }
            if all(meant.values()):
                rarest_first = sorted(range(len(single)), key=lambda place: self._count(self.units[place]))
                parts = [unit(meant.get(place, self.units[place]), HEAD) for place in rarest_first]
                self._match(HEAD, parts + self._lately(), MOST_BODY, whole=False)

    def _lately(self) -> list[str]:
        """Of common words only what is of the last year."""
        is_common = self._is_common and len(self.units) <= SHORT
        return [any_of(map(lexeme, self._windows()[1]))] if is_common else []

    def _without_one(self) -> None:
        for vector in (HEAD, TEXT) if len(self.units) > 2 else (HEAD,):
            if len(self.found) < LITTLE:
                self._rarest(vector, self.units)

    def _rarest(self, vector: str, units: list[Unit], *, all_of_them: bool = False) -> None:
        """What has the rarest words typed; one of them may be missing, unless all have to be there."""
        rarest = sorted(units, key=self._count)[:LONG]
        if all_of_them:
            self._match(vector, [unit(options, vector) for options in rarest], MOST_BODY, whole=False)
        elif readings := self._all_but_one(rarest, vector):
            self._match(vector, [any_of(readings)], MOST_BODY, whole=False)

    def _all_but_one(self, units: list[Unit], vector: str) -> list[str]:
        """Readings without one of the units, unless all that is left is common: half the archive has that."""
        readings = []
        for gone in range(len(units) if len(units) > 1 else 0):
            left = units[:gone] + units[gone + 1 :]
            if self.archive.scale * min(map(self._count, left)) <= COMMON:
                readings.append(f"({all_of(unit(options, vector) for options in left)})")
        return readings

    def _count(self, options: Unit) -> int:
        return min(self.counts.get(word, 0) for word in options[0])

    def _windows(self) -> list[list[str]]:
        newest = self.archive.newest
        windows = _windows(min(newest, self.query.until) if self.query.until else newest)
        return [[*labels, *self.undated] for labels in windows]

    def _newest(self, vector: str, wanted: list[str], limit: int) -> None:
        """The newest with all that is wanted; of common words without reading all of them."""
        is_common = self._is_common and (vector == TEXT or len(wanted) <= SHORT)
        if is_common and vector == TEXT and any("<->" in part for part in wanted):
            self._newest_phrases(wanted, limit)
            return
        for labels in self._windows() if is_common else ():
            there = self._match(vector, [*wanted, any_of(map(lexeme, labels))], limit)
            if there >= limit // 2:
                self.is_all = False
                return
            if there < SPARSE:
                break  # so few in so long a time: all of them are not many either
        self._match(vector, wanted, limit)

    def _newest_phrases(self, wanted: list[str], limit: int) -> None:
        """Of texts that have the words every one has to be read: of the last weeks, or else the last year."""
        self.is_all = False
        for labels in self._windows():
            if len(self.found) < PLENTY:
                self._match(TEXT, [*wanted, any_of(map(lexeme, labels))], limit)

    def _match(self, vector: str, wanted: list[str], limit: int, *, whole: bool = True) -> int:
        """Add the newest `limit` that match; gives how many there were."""
        without = [f"!{phrase(words, vector)}" for words in self.query.without]
        reading = self.reading
        for text in _conditions([*wanted, *without, *self.labels]):
            reading = reading.filter(**{vector: FoldedQuery(text)})
        rows = reading.order_by("-published_at", "-article").values_list("article", "published_at", "words")
        matching = [Candidate(*row, whole) for row in rows[:limit]]
        for candidate in matching:
            self.found.setdefault(candidate.article, candidate)
        self.is_all = self.is_all and len(matching) < limit
        return len(matching)


def _conditions(parts: list[str]) -> list[str]:
    """The parts of a tsquery as conditions of their own, what has few readings first.

    Of one tsquery the index looks up every word for each row that may fit; of several conditions it leaves a
    row at the first that fails. What must not be there cannot stand alone: it would read the whole index.
    """
    unwanted = [part for part in parts if part.startswith("!")]
    *first, last = sorted((part for part in parts if part not in unwanted), key=_readings) or [""]
    return [*first, *filter(None, [all_of(filter(None, [last, *unwanted]))])]


def _readings(part: str) -> int:
    return part.count("|")


def _windows(newest: date) -> list[list[str]]:
    """Labels of the last weeks and of the last year before this day."""
    months = list(dict.fromkeys(month_label(newest - timedelta(days=days)) for days in range(0, 365, 14)))
    return [months[:2], months]
