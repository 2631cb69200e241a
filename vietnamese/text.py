"""Vietnamese text: one stored form, and the keys made from it for search, tags, addresses and A to Z.

Store only what `normalise` or `normalise_line` returns. Compare, search and sort by the keys (`fold`,
`spelling_key`, `syllables`, `slug`, `sort_key`), and use the same key on both sides. Every function takes
any string, lone surrogates included, and raises nothing.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

# In the order of the Vietnamese alphabet: huyền, hỏi, ngã, sắc, nặng.
TONES = "\u0300\u0309\u0303\u0301\u0323"

# ---------------------------------------------------------------------------------------------------
# The stored form

_REPLACED = {
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\r\u000b\u000c\u0085\u2028\u2029", "\n"),
    # Icelandic eth, African d and retroflex d look like đ and are typed or converted by mistake.
    **dict.fromkeys("ð\u0256", "đ"),
    **dict.fromkeys("Ð\u0189", "Đ"),
}
_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # invisible
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"  # not text at all
)
_JOINERS = "\u200d\ufe00-\ufe0f"
# Marks left over in composed text: they came twice, or circumflex and breve came after the tone.
_MARKS = re.compile("[\u0300-\u036f]+")
_UNWANTED = re.compile(f"[{''.join(_REPLACED)}{_DROPPED}]")
_SUSPECT = re.compile(f"[{''.join(_REPLACED)}{_DROPPED}{_JOINERS}\u0300-\u036f]")

# U+2329 and U+232A are left out: composing turns them into CJK brackets.
_EMOJI = (
    "[©®\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u2328\u232b-\u23ff\u24c2\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_JOINER = re.compile(f"[{_JOINERS}]")
_EMOJI_OR_JOINER = re.compile(
    f"({_EMOJI}[\ufe0e\ufe0f]?(?:\u200d{_EMOJI}[\ufe0e\ufe0f]?)*|\ufe0f(?=\u20e3))|[{_JOINERS}]"
)
_LATE_SHAPE = re.compile(f"(?<=[aeoAEO])([{TONES}]+)(\u0302)|(?<=[aA])([{TONES}]+)(\u0306)")
_REPEATED_MARK = re.compile(f"([{TONES}\u0302\u0306\u031b])\\1+")


def _mend_marks(text: str) -> str:
    """Composed letters where marks came in the wrong order (a, acute, circumflex) or twice (ơ, horn)."""
    decomposed = unicodedata.normalize("NFD", text)
    ordered = _LATE_SHAPE.sub(r"\2\4\1\3", decomposed)
    return unicodedata.normalize("NFC", _REPEATED_MARK.sub(r"\1", ordered))


def normalise(text: str) -> str:
    """The form every stored text has: composed letters (NFC), plain spaces, nothing invisible.

    Mends half-composed letters, also with marks in the wrong order or twice, and look-alikes of đ. Tabs
    and line breaks stay, any kind of break becomes "\\n". Joiners stay only inside emoji. Idempotent.
    """
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = text.replace("\r\n", "\n")
    text = _UNWANTED.sub(lambda match: _REPLACED.get(match[0], ""), text)
    text = unicodedata.normalize("NFC", text)
    if _JOINER.search(text):
        text = unicodedata.normalize("NFC", _EMOJI_OR_JOINER.sub(r"\1", text))
    return _mend_marks(text) if _MARKS.search(text) else text


def normalise_line(text: str) -> str:
    """`normalise` for what stands on one line (titles, names, tags): single spaces, none at the ends."""
    return " ".join(normalise(text).split())


# ---------------------------------------------------------------------------------------------------
# Keys


def _composed(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter + mark)


_TONE_MOVES = {
    first + _composed(second, tone): _composed(first, tone) + second
    for firsts, seconds in (("oO", "aeAE"), ("uU", "yY"))
    for first, second, tone in product(firsts, seconds, TONES)
}
# The pair comes first and "no q before it" after: a pattern that starts by looking back is far slower.
_LATE_TONE = re.compile(
    f"[oOuU][{''.join(sorted({pair[1] for pair in _TONE_MOVES}))}](?<![qQ]..)(?![^\\W\\d_]|[\u0300-\u036f])"
)


def one_tone(text: str) -> str:
    """One spelling where two are taught: hoà is hòa, khoẻ is khỏe, thuý is thúy. Case stays, NFC.

    Only open oa, oe, uy have two spellings: toán, quý, quà, giá stay. For comparing, not for display:
    foreign names such as Zoé are moved too.
    """
    composed = unicodedata.normalize("NFC", text)
    return _LATE_TONE.sub(lambda match: _TONE_MOVES.get(match[0], match[0]), composed)


# Letters whose stroke or ligature does not decompose.
_PLAIN = {"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
_UNDECOMPOSED = re.compile(f"[{''.join(_PLAIN)}]")


def fold(text: str) -> str:
    """The key for search: lower case without any mark, d for đ. Punctuation and spaces stay.

    One key for composed and decomposed, hoà and hòa, capitals. Vietnamese text comes out as ASCII apart
    from its typographic punctuation. Idempotent.
    """
    text = normalise(text)
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    text = _UNDECOMPOSED.sub(lambda match: _PLAIN[match[0]], text)
    return unicodedata.normalize("NFC", text)


def spelling_key(text: str) -> str:
    """The key under which all spellings of a word or phrase are one tag. Marks count, case does not."""
    return one_tone(normalise_line(text).lower())


_NOT_SLUG = re.compile("[^a-z0-9]+")


def slug(text: str, max_length: int = 80) -> str:
    """The ASCII part of an address: [a-z0-9-], at most max_length characters, cut between words.

    "" when the text holds no Latin letter or digit: the caller then needs another address.
    """
    words = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(words) <= max_length:
        return words
    if max_length < 1:
        return ""
    whole_words, _, _ = words[: max_length + 1].rpartition("-")
    return whole_words or words[:max_length]


# A letter Unicode has no composed form for keeps its marks and stays one word.
_WORD = re.compile("[^\\W_]+(?:[\u0300-\u036f]+[^\\W_]*)*")


def syllables(text: str) -> list[str]:
    """The words of a text in order: lower case, marks kept, one spelling of tones.

    A word is a run of letters and digits, so numbers split at their punctuation: "12/12/2018" gives three
    words and "4.0" two. Search for such a number as a phrase.
    """
    return _WORD.findall(one_tone(normalise(text).lower()))


def fold_syllables(text: str) -> list[str]:
    """The words of a text as `syllables` cuts them, without marks: what search stores and looks for."""
    return _WORD.findall(fold(text))


# ---------------------------------------------------------------------------------------------------
# Excerpts

_DANGLING = " .,;:!?…·•-–—/&|([{<“‘«\"'"


def excerpt(text: str, limit: int = 160) -> str:
    """The beginning of a text on one line, at most limit characters, cut between words and ended with "…"."""
    line = normalise_line(text)
    if len(line) <= limit:
        return line
    if limit < 1:
        return ""
    # One place is for the ellipsis; the character after the cut tells whether a word ends there.
    whole_words, _, _ = line[:limit].rpartition(" ")
    return (whole_words or line[: limit - 1]).rstrip(_DANGLING) + "…"


# ---------------------------------------------------------------------------------------------------
# Alphabetical order

# CLDR's root order of punctuation, then digits, then the Vietnamese alphabet with the letters of loanwords.
_ORDER = " _-–—,;:!?.·'‘’\"“”«»()[]{}@*/\\&#%•`^°©®+×<=>|~$€₫0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {character: chr(ord('"') + place) for place, character in enumerate(_ORDER)}


@lru_cache(maxsize=4096)
def _weights(character: str) -> tuple[str, str, str]:
    """What one composed character adds to the three levels of a sort key: letters, tone, case."""
    parts = unicodedata.normalize("NFD", character.lower())
    tones = [part for part in parts if part in TONES]
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    case = "0" if character == character.lower() else "1"
    if base in _RANK:
        return _RANK[base], str(TONES.index(tones[0]) + 1 if tones else 0), case
    # Letters with other marks, ligatures, small figures: the plain characters they stand for.
    plain = [_RANK.get(part, "") for part in unicodedata.normalize("NFKD", fold(character))]
    if all(plain):
        return "".join(plain), "6".ljust(len(plain), "0"), case.ljust(len(plain), "0")
    return f"~{ord(character):06x}", "0", case


def sort_key(text: str) -> str:
    """An ASCII key whose byte order is Vietnamese alphabetical order, as ICU's `vi` collation has it.

    Letters decide first, then tones, then case (small first). Characters outside Vietnamese, Latin and
    common punctuation come last. Store it in a column with collation "C": with capitals, tones and such
    characters it is up to nine times as long as the text, usually twice.
    """
    weights = [_weights(character) for character in normalise_line(text)]
    letters, tones, cases = ("".join(weight[level] for weight in weights) for level in range(3))
    # "!" is below every weight, and a missing weight counts as "0".
    return f"{letters}!{tones.rstrip('0')}!{cases.rstrip('0')}"
