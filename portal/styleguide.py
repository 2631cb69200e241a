"""The parts of the public pages on one living page for the newsroom, by the same templates and styles."""

from itertools import cycle

from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.embeds import embed_of
from articles.models import Article, Kind
from articles.paging import Page
from portal.front_page import Block
from readership.ranking import most_read

COLOURS = (
    "ink ink-soft paper paper-raised line accent accent-ink bar bar-soft gold danger ok mark shade shade-ink"
).split()
STEPS = ("4", "3", "2", "1", "0", "-1")
SIZES = ("lead", "large", "medium", "row", "brief")
FILM = embed_of("https://www.youtube.com/watch?v=aqz-KE-bpKQ")


@require_safe
@never_cache
@staff_member_required
def page(request):
    """With the newest articles as content, the same one several times where there are few."""
    newest = list(Article.objects.published().in_edition().cards().newest()[: len(SIZES)])
    pictured = next((card.lead_picture for card in newest if card.lead_picture), None)
    context = {
        "colours": COLOURS,
        "steps": STEPS,
        "cards": list(zip(cycle(newest), SIZES, strict=False)) if newest else [],
        "rows": newest[1:],
        "section_block": Block(newest[0].section, stories=newest) if newest else None,
        "article": newest[0] if newest else None,
        "sample": sample(Kind.STORY, pictured),
        "gallery": sample(Kind.PHOTO, pictured),
        "film": FILM,
        "poster": pictured,
        "page": Page([], 2, True, "/tim-kiem/", {}),
        "most_read": most_read(),
    }
    return render(request, "styleguide.html", context)


def sample(kind: str, picture) -> Article:
    """An article of this kind that is nowhere stored: everything a text may hold."""
    body = render_to_string("styleguide_body.html", {"picture": picture, "is_gallery": kind == Kind.PHOTO})
    return Article(title="Nguyễn Ngọc Ngữ và khuỷu sông nghễu nghện", kind=kind, body=body)
