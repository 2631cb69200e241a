"""What a list shows of an article, as finished texts for templates/articles/_card.html."""

from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.editions import spoken_dates
from articles.models import Article
from articles.stencils import Stencil
from images.models import Image
from vietnamese import dates
from vietnamese.numbers import grouped
from vietnamese.text import excerpt

LEAD = 220  # characters
CARD = Stencil("articles/_card.html", "card")


def card(
    article: Article, *, size: str, with_lead=False, with_section=False, with_comments=False, **options
) -> SafeString:
    """`marked_title` and `marked_lead` of a search are shown where they are there.

    `with_comments` only on pages that are made anew when a comment is approved.
    """
    at, now = article.published_at, timezone.now()
    fields = {
        "url": article.get_absolute_url(),
        "title": getattr(article, "marked_title", "") or article.title,
        "lead": _lead(article) if with_lead else "",
        "section": article.section.name if with_section else "",
        "plain": "" if article.lead_picture_id else "yes",
        "iso": dates.iso(at),
        "time": _short_time(at, now) if size == "brief" else spoken_dates().ago(at, now),
    }
    if with_comments and article.comment_count:
        fields["comments"] = grouped(article.comment_count)
    if size != "brief" and article.lead_picture:
        fields |= picture_fields(article.lead_picture)
    kind = {"kind": article.kind, "kind_word": str(article.kind_word)} if article.kind_word else {}
    return CARD(fields, size=size, **kind, **options)


def _lead(article: Article) -> str:
    return getattr(article, "marked_lead", "") or excerpt(article.lead, LEAD)


def _short_time(at: datetime, now: datetime) -> str:
    """The time of day of what is of today, else day and month."""
    day = dates.short_date(at)
    return dates.short_time(at) if day == dates.short_date(now) else day[:5]


def picture_fields(image: Image) -> dict:
    """What templates/images/picture.html needs of a picture."""
    return {
        "avif": image.srcset("avif"),
        "webp": image.srcset("webp"),
        "fallback_url": image.fallback_url,
        "width": image.width,
        "height": image.height,
    }
