"""What changed between two texts, syllable by syllable: a changed mark is a changed syllable."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from vietnamese.text import normalise

SAME, GONE, NEW = "same", "gone", "new"
# a syllable with its marks, a run of spaces, or one other character
_PIECES = re.compile("[^\\W_]+(?:[\u0300-\u036f]+[^\\W_]*)*|\\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Part:
    kind: str  # SAME, GONE (only in the old text) or NEW (only in the new one)
    text: str


def pieces(text: str) -> list[str]:
    """The text cut into syllables, spaces and punctuation; joined they give the normalised text again."""
    return _PIECES.findall(normalise(text))


def differences(old: str, new: str) -> list[Part]:
    """The parts in reading order: where something was replaced, first what went, then what came.

    SAME and GONE parts joined give the old text, SAME and NEW parts the new one (both normalised).
    """
    before, after = pieces(old), pieces(new)
    parts = []
    for what, b0, b1, a0, a1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Part(SAME, "".join(before[b0:b1])))
            continue
        if b0 < b1:
            parts.append(Part(GONE, "".join(before[b0:b1])))
        if a0 < a1:
            parts.append(Part(NEW, "".join(after[a0:a1])))
    return parts


def shortened(parts: list[Part], around: int = 120) -> list[Part]:
    """The same with the middle of long unchanged parts left out, for a page about what changed."""
    short = []
    for number, part in enumerate(parts):
        if part.kind != SAME or len(part.text) <= 2 * around + 20:
            short.append(part)
            continue
        head = part.text[:around] if number else ""
        tail = part.text[-around:] if number < len(parts) - 1 else ""
        short.append(Part(SAME, f"{head} … {tail}"))
    return short
