"""What else may have been meant by a word: the paper's own words that are one slip of the finger away."""

from collections.abc import Iterable
from string import ascii_lowercase

from articles.models import WordCount

MOST_WORDS = 12  # of a query are looked at: every word has some 300 possible slips
MOST_MEANT = 16  # other words considered for one typed word, the most frequent


def slips(word: str) -> set[str]:
    """Every word from which `word` comes by one letter left out, added, mistyped or swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {first + letter + rest for first, rest in cuts for letter in ascii_lowercase}
    added = {first + rest[1:] for first, rest in cuts if rest}
    mistyped = {first + letter + rest[1:] for first, rest in cuts if rest for letter in ascii_lowercase}
    swapped = {first + rest[1] + rest[0] + rest[2:] for first, rest in cuts if len(rest) > 1}
    return (left_out | added | mistyped | swapped) - {word, ""}


def meant(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each folded word other known words, with the number of articles they occur in."""
    candidates = {word: slips(word) for word in list(words)[:MOST_WORDS] if word.isalpha() and len(word) > 1}
    counts = known(set().union(*candidates.values()))
    found = {}
    for word, others in candidates.items():
        usual = sorted(others & counts.keys(), key=counts.__getitem__, reverse=True)[:MOST_MEANT]
        found[word] = {other: counts[other] for other in usual}
    return found


def known(words: Iterable[str]) -> dict[str, int]:
    """In how many of the counted articles each of these words occurs; without those in none."""
    wanted = list(words)
    rows = WordCount.objects.extra(where=["word = ANY(%s)"], params=[wanted])
    return dict(rows.values_list("word", "articles")) if wanted else {}
