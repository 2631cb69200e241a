"""What an article is about, in numbers: its terms by weight (TF-IDF), and how alike two articles are.

Terms are syllables and neighbouring pairs of syllables, with their marks. The title counts most, then the
lead; of the body the beginning counts, and further on what it says again. A term is stored as 32 bits of a
hash: that two terms share one is so rare that it only adds a faint stranger to the candidates.

The numbers here were chosen on one half of a corpus with editors' links and measured on the other:
`python -m bench.suggestions`.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from zlib import crc32

from articles.searching.words import marked_words

TITLE, LEAD = 8, 4  # times a word there counts, a word of the body counting once
BODY_LETTERS = 3000  # read of the body
BEGINNING = 130  # words at its beginning that count at once; further on a term counts if it is repeated
MOST_TERMS = 256  # kept of one article
HEAVIEST = 32  # terms that look for others, and that count extra in likeness
POSTED = 48  # terms under which an article can be found
UNIT = 32767  # weight 1.0 as the small integer it is stored as
HEAVY_SHARE = 0.5  # of the likeness of the heaviest terms, beside the likeness of all


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return crc32(word.encode())


def _signed(number: int) -> int:
    return (number & 0xFFFFFFFF) - 0x80000000


def _terms(words: list[str]) -> list[int]:
    hashes = list(map(_hash, words))
    pairs = [first * 1_000_003 + second for first, second in zip(hashes, hashes[1:], strict=False)]  # noqa: RUF007
    return hashes + pairs


def count_terms(title: str, lead: str, body: str) -> dict[int, int]:
    """How much each term counts in an article. `body` is plain text."""
    counts: Counter[int] = Counter()
    for text, times in ((title, TITLE), (lead, LEAD)):
        for term, count in Counter(_terms(marked_words(text))).items():
            counts[term] += count * times
    words = marked_words(body[:BODY_LETTERS])
    beginning = set(_terms(words[:BEGINNING]))
    for term, count in Counter(_terms(words)).items():
        if count > 1 or term in beginning or term in counts:
            counts[term] += count
    return {_signed(term): count for term, count in counts.items()}


class Vector:
    """Terms and their weights, heaviest first, of length 1 (weights are integers of which UNIT is 1.0)."""

    __slots__ = ("terms", "weights")

    def __init__(self, terms: array, weights: array):
        self.terms, self.weights = terms, weights

    @classmethod
    def weigh(cls, counts: Mapping[int, int], articles_with: Mapping[int, int], articles: int) -> "Vector":
        """(1 + ln tf) x ln(N / df); a term never counted is taken for as rare as can be."""
        weights = {
            term: (1 + log(count)) * log((articles + 2) / (articles_with.get(term, 0) + 1))
            for term, count in counts.items()
        }
        heaviest = sorted(weights.items(), key=lambda item: -item[1])[:MOST_TERMS]
        length = sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
        return cls(
            array("i", [term for term, _ in heaviest]),
            array("H", [max(0, round(UNIT * weight / length)) for _, weight in heaviest]),
        )

    @classmethod
    def unpack(cls, packed: bytes) -> "Vector":
        size = len(packed) // 6
        terms, weights = array("i"), array("H")
        terms.frombytes(packed[: size * 4])
        weights.frombytes(packed[size * 4 :])
        return cls(terms, weights)

    def pack(self) -> bytes:
        return self.terms.tobytes() + self.weights.tobytes()

    def posted(self) -> list[tuple[int, int]]:
        return list(zip(self.terms[:POSTED], self.weights[:POSTED], strict=True))


class Likeness:
    """Compares one vector with many: the cosine of all terms, and half the cosine of the heaviest ones."""

    def __init__(self, vector: Vector):
        self.all = dict(zip(vector.terms, vector.weights, strict=True))
        self.heavy = dict(zip(vector.terms[:HEAVIEST], vector.weights[:HEAVIEST], strict=True))
        self.heavy_length = _length(self.heavy.values())

    def __call__(self, other: Vector) -> float:
        """0.0 (nothing in common) to 1.5 (the same)."""
        weight_of = self.all.get
        common = sum(weight_of(t, 0) * w for t, w in zip(other.terms, other.weights, strict=True))
        heavy_terms, heavy_weights = other.terms[:HEAVIEST], other.weights[:HEAVIEST]
        weight_of = self.heavy.get
        heavy = sum(weight_of(t, 0) * w for t, w in zip(heavy_terms, heavy_weights, strict=True))
        return common / UNIT**2 + HEAVY_SHARE * heavy / (self.heavy_length * _length(heavy_weights))


def _length(weights: Iterable[int]) -> float:
    return sqrt(sum(weight * weight for weight in weights)) or 1.0
