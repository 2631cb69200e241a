"""Why two articles are alike, in words the desk can read."""

from itertools import pairwise

from articles.body import plain
from articles.models import Article, RelatedEntry
from articles.searching.abbreviations import spelling_out
from articles.searching.terms import BODY_WORDS, Vector, named_terms
from articles.searching.words import marked_words

SHOWN = 4  # phrases named
FEW = 2  # syllables named where no phrase is shared: alone they say little
LOOKED_AT = 24  # shared terms they are put together from


def shared_phrases(article: Article, others: list[int]) -> dict[int, list[str]]:
    """For each of the others the phrases of this article that make it alike, weightiest first."""
    entries = RelatedEntry.objects.filter(pk__in=[article.pk, *others]).values_list("pk", "vector")
    vectors = {pk: Vector.unpack(packed) for pk, packed in entries}
    mine = vectors.pop(article.pk, None)
    if mine is None:
        return {}
    words = [marked_words(text) for text in (article.title, article.lead, plain(article.body))]
    words[2] = words[2][:BODY_WORDS]
    words = list(map(spelling_out(), words))
    names = named_terms(words)
    weights = dict(zip(mine.terms, mine.weights, strict=True))
    return {pk: _phrases(words, names, _shared(weights, vector)) for pk, vector in vectors.items()}


def _shared(weights: dict[int, int], vector: Vector) -> dict[int, int]:
    """What each shared term adds to the likeness."""
    return {
        term: weights[term] * weight
        for term, weight in zip(vector.terms, vector.weights, strict=True)
        if term in weights
    }


def _phrases(words: list[list[str]], names: dict[int, tuple[str, ...]], shared: dict[int, int]) -> list[str]:
    """Neighbouring pairs are told as one phrase: cải cách + cách hành + hành chính."""
    worth = {names[term]: value for term, value in shared.items() if term in names}
    heavy = set(sorted(worth, key=worth.__getitem__, reverse=True)[:LOOKED_AT])
    found: dict[str, int] = {}
    for text in words:
        for run in _runs(text, heavy):
            found.setdefault(" ".join(run), sum(worth.get(pair, 0) for pair in pairwise(run)))
    best = sorted(found, key=found.__getitem__, reverse=True)
    kept: list[str] = []
    for phrase in best:
        if not any(f" {phrase} " in f" {other} " for other in kept):
            kept.append(phrase)
    single = [name[0] for name in sorted(heavy, key=worth.__getitem__, reverse=True) if len(name) == 1]
    covered = {word for phrase in kept for word in phrase.split()}
    alone = [word for word in single if word not in covered]
    return kept[:SHOWN] if len(kept) >= FEW else [*kept, *alone[: FEW - len(kept)]]


def _runs(text: list[str], heavy: set[tuple[str, ...]]) -> list[list[str]]:
    """The longest runs of words whose neighbouring pairs all count."""
    runs: list[list[str]] = []
    for place, pair in enumerate(pairwise(text)):
        if pair not in heavy:
            continue
        if runs and runs[-1][-1] == place:
            runs[-1].append(place + 1)
        else:
            runs.append([place, place + 1])
    return [[text[place] for place in run] for run in runs]
