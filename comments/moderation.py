"""What a new comment meets before a person decides: limits that answer 429, and reasons that sort and warn.

Nothing here rejects a comment, and nothing publishes one: every comment is held.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from comments.words import Effect, Hit, Lexicon
from vietnamese.text import fold_syllables, normalise

LIMIT_PER_NETWORK, NETWORK_SPAN = 5, timedelta(minutes=10)
LIMIT_PER_ARTICLE, ARTICLE_SPAN = 60, timedelta(minutes=1)

LONG = 1500  # characters
FAST, FAST_FROM = 10, 200  # seconds from opening the form to sending it, for at least so many characters
FLOOD = 3  # comments from one network within NETWORK_SPAN, this one among them
REPEATED_CHARACTERS = re.compile(r"(\S)\1{5,}")
LINK = re.compile(
    r"https?:/|www\.|\b[\w-]+\.(?:com|net|org|info|biz|xyz|top|shop|site|online|club|vip|vn|me|io|ly)\b",
    re.IGNORECASE,
)
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,9}(?!\d)")
SHOUT = re.compile(r"[!?]{2,}|[:;]@")


class Flag(TextChoices):
    """Every reason a comment may carry, in the order of the checks."""

    LONG = "long", _("very long")
    LINKS = "links", _("has a link")
    REPEATS = "repeats", _("repeats itself")
    SEEN_BEFORE = "seen_before", _("same text sent before")
    FLOOD = "flood", _("many from one network")
    FAST = "fast", _("written very fast")
    DISPOSABLE_MAIL = "disposable", _("disposable mail address")
    PERSONAL_DATA = "personal_data", _("has a phone number or an e-mail address")
    SECOND = "second", _("needs a second pair of eyes")
    TOP = "top", _("word on the list")
    HIGHLIGHT = "highlight", _("word to look at")
    HARSH = "harsh", _("harsh tone")
    REJECTED_BEFORE = "rejected_before", _("writer was rejected before")
    APPROVED_BEFORE = "approved_before", _("writer was approved before")
    NO_WORK = "no_work", _("came without the work asked for in a rush")


POINTS = {  # towards the top of the queue, in the order "riskiest first"
    Flag.LONG: 2,
    Flag.LINKS: 30,
    Flag.REPEATS: 15,
    Flag.SEEN_BEFORE: 20,
    Flag.FLOOD: 20,
    Flag.FAST: 10,
    Flag.DISPOSABLE_MAIL: 15,
    Flag.PERSONAL_DATA: 20,
    Flag.SECOND: 120,
    Flag.TOP: 80,
    Flag.HIGHLIGHT: 25,
    Flag.HARSH: 0,  # its points are those of the temper
    Flag.REJECTED_BEFORE: 15,
    Flag.APPROVED_BEFORE: -6,
    Flag.NO_WORK: 10,
}
BY_TEXT = {  # these follow from the words alone; the others are kept when the lists change
    Flag.LONG,
    Flag.LINKS,
    Flag.REPEATS,
    Flag.PERSONAL_DATA,
    Flag.SECOND,
    Flag.TOP,
    Flag.HIGHLIGHT,
    Flag.HARSH,
}
BY_EFFECT = {Effect.SECOND: Flag.SECOND, Effect.TOP: Flag.TOP, Effect.HIGHLIGHT: Flag.HIGHLIGHT}
HARSH_FROM = 6
TEMPER_LEAST, TEMPER_MOST = -12, 24  # however many harsh or kind words a comment has


@dataclass(frozen=True)
class Circumstances:
    """What is known of a comment besides its words."""

    form_age: float | None = None  # seconds its form was open
    seen_before: bool = False  # the same words, from anybody, lately
    from_network: int = 1  # comments of this network lately, this one among them
    disposable_mail: bool = False
    approved: int = 0  # earlier decisions on this writer
    rejected: int = 0
    work_is_missing: bool = False  # see comments/work.py


@dataclass(frozen=True)
class Verdict:
    hold: bool
    flags: list[str]  # values of Flag, in the order of the checks
    risk: int = 0  # the queue's order; may be negative
    hits: list[Hit] = field(default_factory=list)  # without those that only sort

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(hit.entry.term for hit in self.hits))


def screen(text: str, lexicon: Lexicon, around: Circumstances | None = None) -> Verdict:
    """Look at a comment, in the fixed order of Flag; every reason is among the flags."""
    around = around or Circumstances()
    findings = {
        Flag.SEEN_BEFORE: around.seen_before,
        Flag.FLOOD: around.from_network >= FLOOD,
        Flag.FAST: around.form_age is not None and around.form_age < FAST and len(text) >= FAST_FROM,
        Flag.DISPOSABLE_MAIL: around.disposable_mail,
        Flag.REJECTED_BEFORE: around.rejected > around.approved,
        Flag.APPROVED_BEFORE: around.approved > around.rejected,
        Flag.NO_WORK: around.work_is_missing,
    }
    return screen_again(text, lexicon, [flag for flag, is_so in findings.items() if is_so])


def screen_again(text: str, lexicon: Lexicon, flags: Iterable[str]) -> Verdict:
    """The verdict after the text or the lists have changed; flags of its sending stay."""
    text = normalise(text)
    found = lexicon.find(text)
    hits = [hit for hit in found if hit.entry.effect in BY_EFFECT]
    mood = temper(text, found)
    now = _flags_of(text) | {BY_EFFECT[hit.entry.effect] for hit in hits}
    now |= {Flag.HARSH} if mood >= HARSH_FROM else set()
    kept = {Flag(flag) for flag in flags} - BY_TEXT
    all_flags = [flag for flag in Flag if flag in kept | now]
    risk = sum(POINTS[flag] for flag in all_flags) + mood
    return Verdict(True, [flag.value for flag in all_flags], risk, hits)


def _flags_of(text: str) -> set[Flag]:
    findings = {
        Flag.LONG: len(text) > LONG,
        Flag.LINKS: LINK.search(text),
        Flag.REPEATS: repeats_itself(text),
        Flag.PERSONAL_DATA: E_MAIL.search(text) or PHONE.search(text),
    }
    return {flag for flag, is_so in findings.items() if is_so}


def temper(text: str, found: Iterable[Hit]) -> int:
    """How harsh (or kind, below zero) the tone is: words that only sort, and shouting."""
    points = sum(hit.entry.points for hit in found if hit.entry.effect == Effect.WEIGHT)
    points += 2 * min(len(SHOUT.findall(text)), 2)
    return max(TEMPER_LEAST, min(points, TEMPER_MOST))


def repeats_itself(text: str) -> bool:
    """One character six times in a row, or one syllable making up most of a text of ten or more."""
    syllables = fold_syllables(text)
    return bool(REPEATED_CHARACTERS.search(text)) or (
        len(syllables) >= 10 and most_common_share(syllables) > 0.5
    )


def most_common_share(words: Iterable[str]) -> float:
    counts = Counter(words)
    return max(counts.values()) / counts.total()
