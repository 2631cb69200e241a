"""One morning's letter: which articles are in it. Made once, the same for everybody who chose the same."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

OPEN_FOR = timedelta(hours=4)  # a letter of the morning is not begun in the afternoon
REACH = timedelta(days=3)  # how far back an edition looks when there was none the day before
DAY = timedelta(days=1)
CHOSEN, SHOWN = 60, 10  # articles kept for all choices of sections; articles in one letter
BATCH = 5000


class EditionManager(models.Manager):
    def make(self) -> "Edition | None":
        """This morning's edition with a letter for everybody who wants one; None where nothing is to do."""
        now = timezone.now()
        if (
            not settings.NEWSLETTER_OPEN
            or not is_morning(now)
            or self.filter(day=timezone.localdate(now)).exists()
        ):
            return None
        articles = self.chosen(now)
        return self.put(timezone.localdate(now), now, articles) if articles else None

    @transaction.atomic
    def put(self, day, now: datetime, articles: list[int]) -> "Edition | None":
        """Of several processes at the same time one makes it; the others get None."""
        edition, is_ours = self.get_or_create(day=day, defaults={"made_at": now, "articles": articles})
        if not is_ours:
            return None
        from newsletter.models import Letter, Subscriber

        people = Subscriber.objects.confirmed().order_by("pk").values_list("pk", flat=True)
        letters = (Letter(kind=Letter.EDITION, edition=edition, subscriber_id=pk) for pk in people.iterator())
        edition.letters_made = len(Letter.objects.bulk_create(letters, batch_size=BATCH))
        edition.save(update_fields=["letters_made"])
        return edition

    def chosen(self, now: datetime) -> list[int]:
        """Ids of what came out since the last edition: the most read first, then the newest."""
        last = self.order_by("-day").values_list("made_at", flat=True).first()
        since = max(last or now - DAY, now - REACH)
        fresh = Article.objects.published().filter(published_at__gt=since, published_at__lte=now)
        ranked = fresh.annotate(total=Coalesce(Sum("reads__views", filter=Q(reads__hour__gt=since - DAY)), 0))
        return list(ranked.order_by("-total", "-published_at", "-pk").values_list("pk", flat=True)[:CHOSEN])


def is_morning(now: datetime) -> bool:
    local = timezone.localtime(now)
    begin = timezone.make_aware(datetime.combine(local.date(), time(settings.NEWSLETTER_HOUR)))
    return begin <= now < begin + OPEN_FOR


class Edition(models.Model):
    day = models.DateField(_("day"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    articles = ArrayField(models.BigIntegerField())
    letters_made = models.PositiveIntegerField(_("letters"), default=0)
    sent = models.PositiveIntegerField(_("sent"), default=0)
    refused = models.PositiveIntegerField(_("refused by the reader's mail server"), default=0)

    objects = EditionManager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)

    def count(self, what: str) -> None:
        """One more letter "sent" or "refused"."""
        type(self).objects.filter(pk=self.pk).update(**{what: F(what) + 1})

    def waiting(self) -> int:
        return self.letters.filter(begun_at=None).count()

    def in_doubt(self) -> int:
        """Begun, and nobody knows how it ended: the worker was killed, or the mail server fell silent."""
        return self.letters.filter(begun_at__lt=timezone.now() - timedelta(minutes=5), sent_at=None).count()


def cards_of(articles: list[int]) -> list[Article]:
    """Those of them that are public now, in this order."""
    cards = Article.objects.published().cards().in_bulk(articles)
    return [cards[pk] for pk in articles if pk in cards]


def of_sections(cards: list[Article], sections: set[int]) -> list[Article]:
    """The first few, of these sections and what stands below them; without a choice, of all."""
    wanted = [card for card in cards if not sections or {card.section_id, card.top_section_id} & sections]
    return wanted[:SHOWN]
