"""The parts of the public pages on one living page for the newsroom, by the same templates and styles."""

from itertools import cycle

from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.paging import Page
from readership.ranking import most_read

COLOURS = "ink ink-soft paper paper-raised line accent accent-ink bar bar-soft gold danger ok mark".split()
STEPS = ("4", "3", "2", "1", "0", "-1")
SIZES = ("lead", "large", "medium", "row", "brief")


@require_safe
@never_cache
@staff_member_required
def page(request):
    """With the newest articles as content, the same one several times where there are few."""
    newest = list(Article.objects.published().cards().newest()[: len(SIZES)])
    context = {
        "colours": COLOURS,
        "steps": STEPS,
        "cards": list(zip(cycle(newest), SIZES, strict=False)) if newest else [],
        "page": Page([], 2, True, "/tim-kiem/", {}),
        "most_read": most_read(),
    }
    return render(request, "styleguide.html", context)
