"""What every search has to know about the archive as a whole."""

from datetime import date
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from articles.models import Article, Counting
from articles.searching.vectors import SAMPLE

SECONDS = 300


class Archive(NamedTuple):
    counted: int  # articles whose words were counted
    scale: float  # articles of the archive for each one counted
    newest: date  # when the last article appeared

    @classmethod
    def now(cls) -> "Archive":
        return cache.get_or_set("archive", _read, SECONDS)


def _read() -> Archive:
    counting = Counting.objects.filter(pk=1).first() or Counting()
    newest = Article.objects.published().newest().values_list("published_at", flat=True).first()
    is_sample = counting.articles >= SAMPLE  # else all were counted, and gaps in the numbers say nothing
    scale = max(1.0, counting.highest / counting.articles) if is_sample else 1.0
    return Archive(counting.articles, scale, timezone.localdate(newest or timezone.now()))
