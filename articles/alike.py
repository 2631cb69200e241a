"""What the paper has that is like a text being written: to be linked to, or to be warned of.

Nothing is stored. What the person may not see is never named: of a colleague's draft they learn that there is
one, and no word of it.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from articles.body import plain
from articles.models import Article
from articles.searching import neighbours, vectors
from articles.searching.abbreviations import spelling_out
from articles.searching.terms import Vector, count_terms
from articles.searching.words import folded_words
from articles.workflow import Public

OFFERED = 6
SHORTEST = 4  # words of a title from which on it says something
SAME_NEWS = 0.8  # likeness above which two texts of one week tell the same: pairs of a corpus were read
RECENT = timedelta(days=7)  # what was published before is background, and no double


@dataclass
class Alike:
    offered: list[Article] = field(default_factory=list)  # public, best first
    doubles: list[Article] = field(default_factory=list)  # telling the same news now; the person may see them
    hidden: bool = False  # another one does, which the person may not see


def alike(person, content: dict, *, article: int | None, labels: list[str], picked: set[int]) -> Alike:
    """content: "title", "lead" and "body" as typed. article: its number, if it has one. picked: left out."""
    title, lead, body = content["title"], content["lead"], plain(content["body"])
    if len(folded_words(title)) < SHORTEST:
        return Alike()
    counts, rarity = count_terms(title, lead, body, labels, spelling_out()), vectors.Rarity()
    vector = Vector.weigh(counts, rarity.of([counts]), rarity.articles)
    scores = {pk: score for score, pk in neighbours.nearest(article or 0, vector, of_any_state=True)}
    return _sorted(person, scores, picked)


def _sorted(person, scores: dict[int, float], picked: set[int]) -> Alike:
    found = (
        Article.objects.filter(pk__in=scores).cards().select_related("created_by", "section", "lead_picture")
    )
    visible = set(Article.objects.visible_to(person).filter(pk__in=scores).values_list("pk", flat=True))
    alike = Alike()
    for other in sorted(found, key=lambda other: -scores[other.pk]):
        readable = other.is_public or other.pk in visible
        if scores[other.pk] >= SAME_NEWS and _is_recent(other):
            alike.hidden = alike.hidden or not readable
            alike.doubles += [other] if readable else []
        elif other.is_public and other.pk not in picked:
            alike.offered.append(other)
    # what was told this week may be linked to as well: it is only not offered first
    alike.offered += [other for other in alike.doubles if other.is_public and other.pk not in picked]
    alike.offered, alike.doubles = alike.offered[:OFFERED], alike.doubles[:3]
    return alike


def _is_recent(other: Article) -> bool:
    """Published this week, about to be, or being written now."""
    at = other.published_at if other.public_state == Public.LIVE else other.updated_at
    return other.public_state != Public.WITHDRAWN and at > timezone.now() - RECENT
