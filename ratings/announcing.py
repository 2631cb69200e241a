"""Telling the public page of new votes: the first of a rush at once, the others within a second."""

from django.core.cache import cache
from django.db import transaction

from articles.models import Article
from articles.signals import announce, announce_soon

REST = 1.0  # seconds


def announce_vote(article: Article) -> None:
    """Inside the vote's transaction: the page shows the vote within a second of the commit."""
    transaction.on_commit(lambda: _after_commit(article.pk, article.get_absolute_url()))


def _after_commit(pk: int, path: str) -> None:
    tell = announce if cache.add(f"vote-announced-{pk}", 1, REST) else announce_soon
    tell([path])
