"""Word lists against a comment: matched by syllable, seen through spacing, dots and the spellings of chats.

Pure functions on text; where entries come from is the business of comments/lexicon.py.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from vietnamese.text import fold, normalise, one_tone

UNMARKED = 0.1  # share of syllables with marks below which a comment counts as written without marks
FEW = 3  # fewer syllables than this tell nothing about that habit
LETTERS = re.compile("[^\\W_]+")
LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
BETWEEN_LETTERS = re.compile(r"[^\w\s]{1,3}|_{1,3}|\s")
DISGUISE = str.maketrans("013457", "oieast")


class Effect(StrEnum):
    """What an entry does to a comment in the moderators' queue. None of them rejects."""

    HIGHLIGHT = "highlight"
    TOP = "top"  # and is held on top of the queue
    SECOND = "second"  # and wants a second pair of eyes before it is printed
    WEIGHT = "weight"  # sorts only: a harsh or a kind word that may well be printed


@dataclass(frozen=True)
class Entry:
    """One entry. `exact`: its marks decide; else it is also found in comments written without marks.

    `unless`: phrases in which the words are innocent. `points`: for Effect.WEIGHT, negative for kind words.
    """

    term: str
    effect: Effect
    exact: bool = True
    unless: tuple[str, ...] = ()
    points: int = 0


@dataclass(frozen=True)
class Hit:
    entry: Entry
    start: int  # in the normalised text
    end: int


@dataclass
class Token:
    start: int
    end: int
    forms: set[str]  # the syllable as written, and what it may stand for


def spell(text: str) -> str:
    """Lower case, one spelling of tones; of the same length as the normalised text."""
    return one_tone(text.lower()) if len(text.lower()) == len(text) else text


def has_marks(syllable: str) -> bool:
    return not syllable.isascii()


def is_unmarked(text: str) -> bool:
    """Whether somebody wrote a whole comment without Vietnamese marks."""
    words = [word for word in LETTERS.findall(text) if not word.isdecimal()]
    return len(words) >= FEW and sum(map(has_marks, words)) < UNMARKED * len(words)


@dataclass
class Lexicon:
    entries: Iterable[Entry]
    chat_words: Mapping[str, str] = field(default_factory=dict)  # {"wá": "quá"}: teencode
    _by_first: dict[str, list[tuple[list[str], Entry]]] = field(init=False)

    def __post_init__(self):
        self._by_first = defaultdict(list)
        for entry in self.entries:
            if syllables := LETTERS.findall(spell(normalise(entry.term))):
                self._by_first[syllables[0]].append((syllables, entry))
                if not entry.exact and fold(syllables[0]) != syllables[0]:
                    self._by_first[fold(syllables[0])].append((syllables, entry))

    def find(self, text: str) -> list[Hit]:
        """Every entry found in the text, in order of place; of hits on the same spot the longest."""
        text = spell(normalise(text))
        unmarked = is_unmarked(text)
        hits = []
        for tokens in (self._plain(text), self._spelled_out(text)):
            hits += self._match(text, tokens, unmarked)
        return longest(hits)

    def _plain(self, text: str) -> list[Token]:
        return [Token(m.start(), m.end(), self._forms(m[0])) for m in LETTERS.finditer(text)]

    def _spelled_out(self, text: str) -> list[Token]:
        pieces = spelled_out(text)
        return [Token(start, end, self._forms(word)) for start, end, word in pieces]

    def _forms(self, word: str) -> set[str]:
        short = LONG_LETTER.sub(r"\1", word)
        forms = {word, short, drawn_out(short)}
        if not word.isdecimal() and not word.isalpha():
            forms.add(word.translate(DISGUISE))
        return forms | {spell(self.chat_words[form]) for form in forms if form in self.chat_words}

    def _match(self, text: str, tokens: list[Token], unmarked: bool) -> Iterable[Hit]:
        for place, token in enumerate(tokens):
            for form in token.forms:
                for syllables, entry in self._by_first.get(form, ()):
                    found = tokens[place : place + len(syllables)]
                    if not fits(syllables, found, entry, unmarked):
                        continue
                    hit = Hit(entry, token.start, found[-1].end)
                    if not is_innocent(text, hit):
                        yield hit


def fits(syllables: list[str], tokens: list[Token], entry: Entry, unmarked: bool) -> bool:
    """Whether these tokens read as the entry's syllables, under its rule about marks."""
    if len(tokens) < len(syllables):
        return False
    if all(wanted in token.forms for wanted, token in zip(syllables, tokens, strict=True)):
        # where no word has marks, a plain "ngu" may be "ngủ" or "ngữ"
        return not (unmarked and entry.exact and not any(map(has_marks, syllables)))
    if entry.exact or not unmarked:
        return False
    return all(fold(wanted) in token.forms for wanted, token in zip(syllables, tokens, strict=True))


def is_innocent(text: str, hit: Hit) -> bool:
    """Whether the hit stands inside one of its entry's phrases that mean no harm."""
    for phrase in hit.entry.unless:
        pattern = r"[\W_]+".join(map(re.escape, LETTERS.findall(spell(normalise(phrase)))))
        for form in (pattern, fold(pattern)):
            for match in re.finditer(rf"(?<![^\W_]){form}(?![^\W_])", text):
                if match.start() <= hit.start and hit.end <= match.end():
                    return True
    return False


def drawn_out(word: str) -> str:
    """ "chóo" and "nguu" as people draw them out: a last letter that only repeats the vowel before it."""
    while len(word) > 2 and fold(word[-1]) == fold(word[-2]) and fold(word[-1]) in "aeiouy":
        word = word[:-1]
    return word


Piece = tuple[int, int, str]  # start, end, the word between them without what took it apart


def spelled_out(text: str) -> list[Piece]:
    """All words of a text, those taken apart put together: "đ.ồ c.h.ó", "ch-ó", "đ ồ  c h ó"."""
    words = list(LETTERS.finditer(text))
    found, chain = [], []
    for place, word in enumerate(words):
        chain.append(word)
        following = words[place + 1] if place + 1 < len(words) else None
        gap = text[word.end() : following.start()] if following else ""
        if following and BETWEEN_LETTERS.fullmatch(gap) and (not gap.isspace() or is_letter(word, following)):
            continue
        found += read_chain(text, chain)
        chain = []
    return found


def is_letter(*words: re.Match) -> bool:
    return all(len(word[0]) == 1 and not word[0].isdecimal() for word in words)


def read_chain(text: str, chain: list[re.Match]) -> list[Piece]:
    """The words hidden in pieces that stand close together: cut at spaces if dots are inside the words."""
    gaps = [text[left.end() : right.start()] for left, right in pairwise(chain)]
    spaces = [gap.isspace() for gap in gaps]
    if not any(spaces) or all(spaces):
        return cut_syllables(chain)
    groups = [[chain[0]]]
    for is_space, word in zip(spaces, chain[1:], strict=True):
        if is_space:
            groups.append([word])
        else:
            groups[-1].append(word)
    return [joined(group) for group in groups]


def joined(group: list[re.Match]) -> Piece:
    return group[0].start(), group[-1].end(), "".join(word[0] for word in group)


VOWEL = re.compile("[aeiouy]")
ONSET = re.compile("(?:ngh?|nh|[cgkpt]h|tr|gi|qu|[bcdghklmnprstvx])[aeiouy]")


def cut_syllables(group: list[re.Match]) -> list[Piece]:
    """Pieces with one kind of gap, cut where a syllable is whole and another one begins."""
    parts, current = [], [group[0]]
    for place, word in enumerate(group[1:], 1):
        rest = "".join(fold(piece[0]) for piece in group[place : place + 4])
        if ONSET.match(rest) and VOWEL.search("".join(fold(piece[0]) for piece in current)):
            parts.append(current)
            current = []
        current.append(word)
    return [joined(part) for part in [*parts, current]]


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in order of place, without those that lie inside another of the same effect."""
    kept: list[Hit] = []
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end)):
        if not any(
            other.entry.effect == hit.entry.effect and other.start <= hit.start and hit.end <= other.end
            for other in kept
        ):
            kept.append(hit)
    return kept
