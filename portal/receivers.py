"""The only place where "it changed" becomes "purge it"."""

from django.dispatch import receiver

from articles.signals import EVERYTHING, article_changed, article_touched
from images.signals import picture_changed
from portal.cache import store
from portal.in_step import tell
from portal.models import Purge


def purge(paths) -> None:
    store().purge(paths)
    tell(store(), Purge.Kind.PURGE, paths)


@receiver(article_changed)
def purge_pages(paths: frozenset[str], **_signal) -> None:
    if EVERYTHING in paths:
        store().purge_all()  # begins a new edition, so that the menu is read anew
        tell(store(), Purge.Kind.ALL)
    else:
        purge(paths)


@receiver(article_touched)
def renew_pages_soon(paths: frozenset[str], **_signal) -> None:
    if EVERYTHING in paths:
        store().renew_all()
        tell(store(), Purge.Kind.RENEW)
    else:
        store().touch(paths)
        tell(store(), Purge.Kind.TOUCH, paths)


@receiver(picture_changed)
def purge_pages_with(image, **_signal) -> None:
    """A new focal point is a new crop: on the front page and where the picture leads."""
    shown = image.leads.published().select_related("section__parent")
    purge({"/", *(article.get_absolute_url() for article in shown)})
