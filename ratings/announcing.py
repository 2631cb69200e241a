"""Telling the public page of new votes: the first of a rush at once, the others together a second later."""

from threading import Timer

from django.core.cache import cache
from django.db import transaction

from articles.models import Article
from articles.signals import article_changed

REST = 1.0  # seconds in which a page is rendered anew at most twice, however many votes come


def announce_vote(article: Article) -> None:
    """Inside the vote's transaction: the page shows the vote within a second of the commit."""
    transaction.on_commit(lambda: _after_commit(article.pk, article.get_absolute_url()))


def _after_commit(pk: int, path: str) -> None:
    if not cache.add(f"vote-announced-{pk}", 1, REST):
        return  # whoever set the mark tells of this vote, too, when the second is over
    _tell(path)
    later = Timer(REST, _tell, [path])
    later.daemon = True
    later.start()


def _tell(path: str) -> None:
    article_changed.send_robust(sender=None, paths=frozenset([path]))
