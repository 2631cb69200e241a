"""How good a ranking is."""

from collections.abc import Collection, Sequence
from math import ceil, log2


def hits(ranked: Sequence, wanted: Collection, first: int) -> int:
    return len(set(ranked[:first]) & set(wanted))


def ndcg(ranked: Sequence, wanted: Collection, first: int) -> float:
    gain = sum(1 / log2(place + 2) for place, found in enumerate(ranked[:first]) if found in wanted)
    return gain / sum(1 / log2(place + 2) for place in range(min(first, len(wanted))))


def mean(values: Collection[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def percentile(values: Collection[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0
