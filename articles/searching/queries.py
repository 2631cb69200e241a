"""What a reader means by what they typed: words, phrases, words to leave out, filters.

    cải cách hành chính         articles with all four words, best first
    "một cửa" -covid            with this phrase, without that word
    tag:"du lịch" tác giả: Thái Sơn, chuyên mục:kinh-te từ:01/03/2024 đến:30/6/2024 năm:2021

Filter names are read without marks, values as the name or the address of what they mean: in quotes, up to a
comma, or as many words as make a name the paper knows (scope.py). Anything that is no filter is words: no
input is an error.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from articles.searching.words import Word, cut
from vietnamese.text import normalise_line, slug

LONGEST = 200  # letters of a query
MOST_WORDS = 24
FILTERS = {
    "muc": "section",
    "chuyen-muc": "section",
    "tag": "tag",
    "tu-khoa": "tag",
    "the": "tag",
    "tac-gia": "author",
    "tu": "since",
    "den": "until",
    "nam": "year",
}

_PART = re.compile(
    r'(?P<minus>(?<!\S)-(?![\d\s]))?(?:(?P<name>[^\W\d_][\w-]*):(?="|[^\s"]))?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))'
)
# "tác giả: Thái Sơn, ..." and "chuyên mục: kinh tế" as people type them; above they are one word with a value
_LONG_NAME = re.compile(
    r"(?<!\S)(chuy[eê]n\s+m[uụ]c|m[uụ]c|t[aá]c\s+gi[aả]|t[uừ]\s+kh(?:[oó]a|o[aá])|th[eẻ]|tag|t[uừ]|[dđ][eế]n|n[aă]m)"
    r"\s*:\s*(?=\S)(?:([^\s\",:]+(?: [^\s\",:]+)*),)?",
    re.IGNORECASE,
)
_YEAR = re.compile("(19|20)[0-9]{2}")
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass
class Query:
    typed: str = ""
    words: list[Word] = field(default_factory=list)  # all that have to be found, phrases included
    phrases: list[list[str]] = field(default_factory=list)  # of folded words
    without: list[list[str]] = field(default_factory=list)  # folded words or phrases to leave out
    section: str = ""  # slugs
    tag: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    begun: dict[str, int] = field(default_factory=dict)  # filter without quotes -> place of the word after it

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.section or self.tag or self.author or self.since or self.until)

    @property
    def names_a_time(self) -> bool:
        """The reader asks for a time ("bão 2016", từ:2016): nothing should push newer articles up."""
        return bool(self.since or self.until or any(_YEAR.fullmatch(word.folded) for word in self.words))

    @property
    def folded(self) -> list[str]:
        return [word.folded for word in self.words]


def parse(typed: str) -> Query:
    """Read at most LONGEST letters; a longer query is cut there, and the caller may say so."""
    text = normalise_line(typed.replace("\n", " ")[: LONGEST * 4])[:LONGEST].strip()
    query = Query(typed=text)
    for match in _PART.finditer(_LONG_NAME.sub(_in_one_word, text.translate(_QUOTES))):
        _read(query, match)
    query.words = query.words[:MOST_WORDS]
    return query


def _in_one_word(match: re.Match) -> str:
    value = f'"{match[2]}" ' if match[2] else ""
    return f"{slug(match[1])}:{value}"


def _read(query: Query, match: re.Match) -> None:
    value = match["quoted"] if match["quoted"] is not None else match["plain"]
    if match["name"] and _filter(query, slug(match["name"]), value):
        if match["quoted"] is None:
            query.begun[FILTERS[slug(match["name"])]] = len(query.words)
        return
    words = cut(f"{match['name']}:{value}" if match["name"] else value)
    folded = [word.folded for word in words]
    if match["minus"]:
        query.without += [folded] if folded else []
        return
    if match["quoted"] is not None and len(words) > 1:
        query.phrases.append(folded)
    query.words += words


def _filter(query: Query, name: str, value: str) -> bool:
    """Take `name:value` as a filter; False when it is none, and so only words."""
    kind = FILTERS.get(name)
    if kind in ("section", "tag", "author"):
        setattr(query, kind, slug(value))
        return bool(slug(value))
    period = _period(value)
    if kind is None or period is None:
        return False
    if kind in ("since", "year"):
        query.since = period[0]
    if kind in ("until", "year"):
        query.until = period[1]
    return True


_DATE = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")


def _period(value: str) -> tuple[date, date] | None:
    """First and last day of 2021, 3/2021 or 15/3/2021 (also 2021-03-15)."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", value)
    match = iso or _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if iso else (match[3], match[2], match[1])
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if day:
            return first, first
        after = date(first.year + 1, 1, 1) if not month else (first + timedelta(days=31)).replace(day=1)
        return first, after - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def has_marks(word: Word) -> bool:
    return word.marked != word.folded
