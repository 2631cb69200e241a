"""How search and suggestions cut text into words: the same way for articles and for what readers type."""

import re
from collections.abc import Callable
from typing import NamedTuple

from vietnamese.text import fold, normalise, one_tone

_WORD = re.compile("[^\\W_]+(?:[\u0300-\u036f]+[^\\W_]*)*")
LONGEST = 40  # letters kept of one word; the index takes no endless ones


_UPPER = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1F00)) if letter.isupper())
_NAME = re.compile(rf"\b[{_UPPER}]\w*(?: [{_UPPER}]\w*){{1,5}}\b")


class Word(NamedTuple):
    marked: str  # lower case, marks kept, one spelling of tones
    folded: str  # without marks
    start: int  # where it stands in the text it was cut from
    end: int


class Memory(dict):
    """What a function makes of each word, made once: a text has few different words, and they come back."""

    MOST = 200_000  # the vocabulary of Vietnamese many times over

    def __init__(self, function: Callable):
        super().__init__()
        self.function = function

    def __missing__(self, word: str):
        if len(self) >= self.MOST:
            self.clear()
        self[word] = made = self.function(word)
        return made


_MARKED = Memory(lambda word: one_tone(word.lower())[:LONGEST])
_FOLDED = Memory(lambda word: fold(word)[:LONGEST])


def cut(text: str) -> list[Word]:
    """The words of a stored (normalised) text, with their places in it."""
    return [Word(_MARKED[match[0]], _FOLDED[match[0]], *match.span()) for match in _WORD.finditer(text)]


def marked_words(text: str) -> list[str]:
    return list(map(_MARKED.__getitem__, _WORD.findall(normalise(text))))


def stored_words(text: str) -> list[str]:
    """The same of a text from the database, which is normalised already."""
    return list(map(_MARKED.__getitem__, _WORD.findall(text)))


def names_in(text: str) -> list[list[str]]:
    """Runs of two to six capitalised words of a normalised text: who, where, which office."""
    return [list(map(_MARKED.__getitem__, name.split())) for name in _NAME.findall(text)]


def words_folded(words: list[str]) -> list[str]:
    return list(map(_FOLDED.__getitem__, words))


def folded_words(text: str) -> list[str]:
    return words_folded(_WORD.findall(normalise(text)))


def folded(word: str) -> str:
    return _FOLDED[word]
