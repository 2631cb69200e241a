"""The rules of the copy desk and what they find. Each is a switch: off, warn or block."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import TooLong, clean, plain
from articles.copydesk import words
from articles.models import Abbreviation, Article, CopyRule, OutsideLink
from articles.models.links import outside_links
from articles.pictures import Pictures
from vietnamese.text import slug, spelling_key

LONGEST = {"title": 110, "lead": 400}  # characters; longer is allowed, but reads badly
SHORTEST = {"title": 15, "lead": 40}
RECENT = timedelta(days=30)
_LINK = re.compile('<a href="([^"]*)"')
_ARTICLE = re.compile(r"/[a-z0-9/-]+-a([0-9]{1,18})\.html")


@dataclass(frozen=True)
class Finding:
    rule: str
    sentence: str
    blocks: bool = False


@dataclass
class Text:
    """A content as the rules read it."""

    content: dict
    article_id: int | None

    @cached_property
    def pictures(self) -> Pictures:
        return Pictures(self.content)

    @property
    def all(self) -> str:
        """Everything readers read, a line each."""
        body = plain(self.content["body"])
        return "\n".join([self.content["title"], self.content["lead"], self.content["caption"], body])


def doubled(text: Text) -> Iterator[str]:
    for pair in words.doubled(text.all):
        yield _("A word stands twice: “%s”.") % pair


def mixed_tones(text: Text) -> Iterator[str]:
    if pair := words.mixed_tones(text.all):
        yield _("Tones are placed in two ways: “%(late)s” and “%(early)s”.") % {
            "late": pair[0],
            "early": pair[1],
        }


def hidden(text: Text) -> Iterator[str]:
    if number := words.hidden(text.all):
        yield _("%d invisible or decomposed characters; saving mends them.") % number


def eths(text: Text) -> Iterator[str]:
    if words.eths(text.all):
        yield _("A letter ð stands for đ; saving mends it.")


def abbreviations(text: Text) -> Iterator[str]:
    forms = dict(Abbreviation.objects.values_list("short", "long"))
    body = "\n".join([text.content["lead"], plain(text.content["body"])])
    for short in words.unopened(body, forms):
        yield _("%(short)s is not opened at its first use: %(long)s.") % {
            "short": short,
            "long": forms[short],
        }


def missing(text: Text) -> Iterator[str]:
    if not text.content["section_id"]:
        yield _("The section is missing.")
    yield from text.pictures.lacking()
    if number := text.pictures.lost():
        yield _("Pictures in the text that the library does not have any more: %d.") % number


def rights(text: Text) -> Iterator[str]:
    yield from text.pictures.ended()


def lengths(text: Text) -> Iterator[str]:
    fields = {"title": _("title"), "lead": _("lead")}
    for name, label in fields.items():
        length = len(text.content[name])
        if length > LONGEST[name]:
            yield _("The %(name)s is long: %(length)d characters, better at most %(most)d.") % {
                "name": label,
                "length": length,
                "most": LONGEST[name],
            }
        elif 0 < length < SHORTEST[name]:
            yield _("The %(name)s is very short.") % {"name": label}


def links(text: Text) -> Iterator[str]:
    """Links to our own articles that readers cannot open, and to other sites where nobody answers."""
    own = urlsplit(settings.SITE_URL).netloc
    wanted = {}
    for address in _LINK.findall(text.content["body"]):
        parts = urlsplit(address)
        match = _ARTICLE.fullmatch(parts.path)
        if match and parts.netloc in ("", own):
            wanted[int(match[1])] = address
    there = (
        set(Article.objects.published().filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted
        else set()
    )
    for pk in wanted.keys() - there:
        yield _("This link answers no reader: %s") % wanted[pk]
    outside = outside_links(text.content["body"])
    dead = OutsideLink.objects.dead().filter(address__in=outside) if outside else ()
    for link in dead:
        yield _("Nobody answers at this link: %s") % link.address


def repeated(text: Text) -> Iterator[str]:
    recent = Article.objects.filter(created_at__gte=timezone.now() - RECENT).exclude(pk=text.article_id)
    title = text.content["title"]
    if title and any(
        spelling_key(other) == spelling_key(title)
        for other in recent.filter(slug=slug(title, 100) or "bai").values_list("title", flat=True)[:20]
    ):
        yield _("A recent article has the same title.")
    pictures = text.pictures.rows  # its own and those in its text
    if pictures and recent.filter(picture_uses__picture__in=pictures).exists():
        yield _("A recent article has the same picture.")


RULES: dict[str, tuple[str, Callable[[Text], Iterator[str]]]] = {
    "doubled": (gettext_lazy("Doubled words"), doubled),
    "mixed-tones": (gettext_lazy("Mixed tone placement"), mixed_tones),
    "hidden": (gettext_lazy("Invisible or decomposed characters"), hidden),
    "eth": (gettext_lazy("ð for đ"), eths),
    "abbreviations": (gettext_lazy("Abbreviations not opened"), abbreviations),
    "missing": (gettext_lazy("Missing caption, credit, alternative text or section"), missing),
    "rights": (gettext_lazy("Rights to pictures that have ended"), rights),
    "lengths": (gettext_lazy("Length of title and lead"), lengths),
    "links": (gettext_lazy("Links that answer no one"), links),
    "repeated": (gettext_lazy("Title or picture of a recent article"), repeated),
}


def make_switches() -> None:
    """A row for each rule that has none yet, on warn; after every migrate. Idempotent."""
    CopyRule.objects.bulk_create([CopyRule(code=code) for code in RULES], ignore_conflicts=True)


def findings(content: dict, article_id: int | None = None) -> list[Finding]:
    """What the rules that are switched on find, those that block first."""
    actions = dict(CopyRule.objects.values_list("code", "action"))
    text, found = Text(readable(content), article_id), []
    for code, (_label, rule) in RULES.items():
        action = actions.get(code, CopyRule.Action.WARN)
        if action != CopyRule.Action.OFF:
            blocks = action == CopyRule.Action.BLOCK
            found += [Finding(code, sentence, blocks) for sentence in rule(text)]
    return sorted(found, key=lambda finding: not finding.blocks)


def readable(content: dict) -> dict:
    """The content with a body that can be read as HTML, whatever was typed."""
    try:
        return content | {"body": clean(content["body"])}
    except TooLong:
        return content | {"body": ""}
