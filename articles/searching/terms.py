"""What an article is about, in numbers: its terms by weight (TF-IDF), and how alike two articles are.

Terms are syllables and neighbouring pairs of syllables, with their marks, and names as a whole. The title
counts most, then the lead; of the body the beginning counts, and further on what it says again. Tags, topics
and the section are terms too: the rarer a tag, the more it says that two articles share it. A term is stored
as 32 bits of a hash: that two share one is so rare that it only adds a faint stranger to the candidates.

The numbers here were chosen on one half of a corpus with editors' links and measured on the other:
`python -m bench.suggestions`.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from operator import mul
from zlib import crc32

from articles.searching.words import Memory, marked_words, names_in
from vietnamese.text import normalise

TITLE, LEAD, LABEL = 8, 4, 8  # times a word there counts, a word of the body counting once
BODY_WORDS = 650  # read of the body
BODY_LETTERS = 3000  # of the body in which names are looked for
BEGINNING = 130  # words at its beginning that count at once; further on a term counts if it is repeated
MOST_TERMS = 256  # kept of one article
HEAVIEST = 32  # terms that count extra in likeness
POSTED = 48  # terms under which an article can be found, and looks for others
UNIT = 32767  # weight 1.0 as the small integer it is stored as
REPEATED = 0.7  # how far saying a thing again makes it heavier: (1 + ln count) to this power
PAIR = 0.8  # a pair's weight beside a syllable's of the same count and rarity
RARE = 6  # articles: what fewer have weighs as if so many had it, or misprints and figures would count most
HEAVY_SHARE = 0.7  # of the likeness of the heaviest terms, beside the likeness of all


_HASH = Memory(lambda word: crc32(word.encode()) & ~1)
_SIGN = 0x80000000  # what an unsigned number is above the signed one that is stored


def _term(word: str) -> int:
    return _HASH[word] - _SIGN


def _terms(words: list[str]) -> list[int]:
    """All syllables in their order, then all pairs. Syllables and labels are even numbers, pairs odd."""
    hashes = list(map(_HASH.__getitem__, words))
    return [number - _SIGN for number in hashes] + [
        (first * 1_000_003 + second & 0xFFFFFFFF | 1) - _SIGN for first, second in pairwise(hashes)
    ]


def name_term(words: Sequence[str]) -> str:
    return "@" + " ".join(words)


def count_terms(
    title: str,
    lead: str,
    body: str,
    labels: Iterable[str] = (),
    spell_out: Callable[[list[str]], list[str]] = list,
) -> dict[int, int]:
    """How much each term counts in an article.

    body: plain text. labels: names, as nobody writes words, of what the article belongs to ("#tag 12").
    spell_out: writes short forms in full.
    """
    texts = [normalise(text) for text in (title, lead, body[:BODY_LETTERS])]
    words = [marked_words(text) for text in texts]
    words[2] = words[2][:BODY_WORDS]
    return count_words(*map(spell_out, words), labels, [names_in(text) for text in texts])


def count_words(
    title: list[str],
    lead: list[str],
    body: list[str],
    labels: Iterable[str] = (),
    names: Sequence[list[list[str]]] = (),
) -> dict[int, int]:
    """The same of texts that are cut into words with marks; names: those in the title, the lead, the body."""
    counts: dict[int, int] = {}
    for words, times in ((title, TITLE), (lead, LEAD)):
        for term in _terms(words):
            counts[term] = counts.get(term, 0) + times
    terms = _terms(body)
    beginning = {*terms[:BEGINNING], *terms[len(body) :][: BEGINNING - 1]}
    for term, count in Counter(terms).items():
        if count > 1 or term in beginning or term in counts:
            counts[term] = counts.get(term, 0) + count
    for found, times in zip(names, (TITLE, LEAD, 1), strict=False):
        for name in found:
            term = _term(name_term(name))
            counts[term] = counts.get(term, 0) + times
    for label in labels:
        term = _term(label)
        counts[term] = counts.get(term, 0) + LABEL
    return counts


def named_terms(texts: Iterable[list[str]]) -> dict[int, tuple[str, ...]]:
    """Which syllable or pair each term of these texts (their marked words) is."""
    names: dict[int, tuple[str, ...]] = {}
    for words in texts:
        spelled = [*((word,) for word in words), *pairwise(words)]
        names |= dict(zip(_terms(words), spelled, strict=True))
    return names


class _Once(dict):
    """What a function makes of small numbers, made once for each."""

    def __init__(self, function: Callable[[int], float]):
        super().__init__()
        self.function = function

    def __missing__(self, number: int) -> float:
        self[number] = made = self.function(number)
        return made


_SAID = _Once(lambda count: (1 + log(count)) ** REPEATED)


@lru_cache(maxsize=2)
def _rare(articles: int) -> _Once:
    """What a term weighs by the number of articles that have it, of so many counted."""
    least = min(RARE, articles // 10)
    return _Once(lambda known: log((articles + 2) / (max(known, least) + 1)))


class Vector:
    """Terms and their weights, heaviest first, of length 1 (weights are integers of which UNIT is 1.0)."""

    __slots__ = ("terms", "weights")

    def __init__(self, terms: array, weights: array):
        self.terms, self.weights = terms, weights

    @classmethod
    def weigh(cls, counts: Mapping[int, int], articles_with: Mapping[int, int], articles: int) -> "Vector":
        """How often it is said times how rare it is; a young archive knows less of what is rare."""
        rare = _rare(articles)
        weights = {
            term: _SAID[count] * rare[articles_with.get(term, 0)] * (PAIR if term & 1 else 1.0)
            for term, count in counts.items()
        }
        heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:MOST_TERMS]
        heavy = [weights[term] for term in heaviest]
        scale = UNIT / _length(heavy)
        return cls(array("i", heaviest), array("H", [round(weight * scale) for weight in heavy]))

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
    """Compares one vector with many: the cosine of all terms, and a share of that of the heaviest ones."""

    def __init__(self, vector: Vector):
        self.all = dict(zip(vector.terms, vector.weights, strict=True))
        self.heavy = dict(zip(vector.terms[:HEAVIEST], vector.weights[:HEAVIEST], strict=True))
        self.heavy_length = _length(self.heavy.values())

    def __call__(self, other: Vector) -> float:
        """0.0 (nothing in common) to 1.7 (the same)."""
        heavy_weights = other.weights[:HEAVIEST]
        heavy = _product(self.heavy, other.terms[:HEAVIEST], heavy_weights)
        everything = _product(self.all, other.terms, other.weights)
        return everything / UNIT**2 + HEAVY_SHARE * heavy / (self.heavy_length * _length(heavy_weights))


def _product(weight_of: Mapping[int, int], terms: array, weights: array) -> int:
    """The dot product. Runs some hundred times for every published article, and two share few terms."""
    return sum(
        [weight_of[term] * weight for term, weight in zip(terms, weights, strict=True) if term in weight_of]
    )


def _length(weights: Collection[int]) -> float:
    return sqrt(sum(map(mul, weights, weights))) or 1.0
