"""Stars from readers: one row per article and voter, and the sum of them kept in the same transaction."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.signals import announce
from articles.workflow import Refused
from vietnamese.numbers import grouped

MOST_STARS = 5
VOTES_PER_NETWORK = 100  # new votes on one article, from one network and browser, within the span below
NETWORK_SPAN = timedelta(hours=1)


class TooMany(Refused):
    """More votes from one network than readers give; the same vote may pass later."""


class RatingQuerySet(models.QuerySet):
    def by(self, voter: str | None, article) -> "Rating | None":
        """This reader's own vote."""
        return self.filter(article=article, voter=voter).first() if voter else None


class RatingManager(models.Manager.from_queryset(RatingQuerySet)):
    def cast(self, article: Article, voter: str, stars: int, network: str = "") -> "Rating":
        """Give or change this voter's stars (1 to 5) for a published article.

        voter: 32 hex digits. network: see accounts.readers.network_of. Raises ValueError for other stars,
        Refused where rating is closed, TooMany when one network sends more new votes than readers do.
        """
        if isinstance(stars, bool) or stars not in range(1, MOST_STARS + 1):
            raise ValueError(f"{stars!r} is not 1 to {MOST_STARS} stars")
        if not article.ratings_open:
            raise Refused(gettext("Rating is closed for this article."))
        try:
            return self._cast(article, voter, stars, network)
        except IntegrityError:  # the same voter withdrew between our two looks at the row
            return self._cast(article, voter, stars, network)

    @transaction.atomic
    def _cast(self, article: Article, voter: str, stars: int, network: str) -> "Rating":
        # First the voter's own row, then the sum: everybody locks in this order.
        own = self.select_for_update().filter(article=article, voter=voter).first()
        if own is None:
            self._guard(article, network)
            own, is_new = self.select_for_update().get_or_create(
                article=article, voter=voter, defaults={"stars": stars, "network": network}
            )
            if is_new:
                RatingTotal.objects.add(article, votes=1, stars=stars)
                announce([article.get_absolute_url()])
        if own.stars != stars:
            RatingTotal.objects.add(article, votes=0, stars=stars - own.stars)
            own.stars, own.changed_at = stars, timezone.now()
            own.save(update_fields=["stars", "changed_at"])
            announce([article.get_absolute_url()])
        return own

    def _guard(self, article: Article, network: str) -> None:
        since = timezone.now() - NETWORK_SPAN
        recent = self.filter(article=article, network=network, created_at__gt=since)
        if network and recent.count() >= VOTES_PER_NETWORK:
            raise TooMany(
                gettext(
                    "Very many votes on this article came from your network. Please try again in an hour."
                )
            )

    @transaction.atomic
    def withdraw(self, article: Article, voter: str) -> bool:
        """Take this voter's stars back. False where there were none."""
        own = self.select_for_update().filter(article=article, voter=voter).first()
        if own is None:
            return False
        own.delete()
        RatingTotal.objects.add(article, votes=-1, stars=-own.stars)
        announce([article.get_absolute_url()])
        return True


class Rating(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="ratings", verbose_name=_("article"))
    voter = models.CharField(max_length=32, editable=False)  # random, in hex: ratings/voters.py
    stars = models.PositiveSmallIntegerField(_("stars"))
    network = models.CharField(max_length=32, blank=True, editable=False)  # accounts.readers.network_of
    created_at = models.DateTimeField(_("first vote"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)

    objects = RatingManager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "voter"], name="one_rating_per_article_and_voter"),
            models.CheckConstraint(name="rating_has_1_to_5_stars", condition=Q(stars__range=(1, MOST_STARS))),
        ]
        indexes = [models.Index("article", "network", "created_at", name="rating_by_network")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.stars}/{MOST_STARS}"


class RatingTotalManager(models.Manager):
    def of(self, article) -> "RatingTotal":
        """The sum of an article's votes; an empty one (not saved) before the first."""
        return self.filter(pk=article.pk).first() or self.model(article=article)

    def add(self, article, *, votes: int, stars: int) -> None:
        """Move the sum by these differences, inside the transaction that changes the vote."""
        step = {"votes": F("votes") + votes, "stars": F("stars") + stars}
        if not self.filter(pk=article.pk).update(**step):
            self.bulk_create([self.model(article=article)], ignore_conflicts=True)
            self.filter(pk=article.pk).update(**step)


class RatingTotal(models.Model):
    """What the article page shows. A row of its own, so that a vote never touches the article."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="rating_total")
    votes = models.PositiveIntegerField(_("votes"), default=0)
    stars = models.PositiveIntegerField(_("stars of all votes"), default=0)

    objects = RatingTotalManager()

    class Meta:
        verbose_name = _("rating of an article")
        verbose_name_plural = _("ratings of articles")
        constraints = [
            models.CheckConstraint(
                name="rating_total_fits_its_votes",
                condition=Q(stars__gte=F("votes"), stars__lte=F("votes") * MOST_STARS),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.stars}/{self.votes}"

    @property
    def average(self) -> Decimal:
        """1.0 to 5.0 with one decimal, halves up; 0 without votes."""
        mean = Decimal(self.stars) / self.votes if self.votes else Decimal(0)
        return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def average_text(self) -> str:
        """As Vietnamese prints it: "4,5", "5"."""
        return grouped(self.average.normalize() + 0)

    @property
    def star_shapes(self) -> list[str]:
        """How each of the five stars is drawn: "full", "half" or "empty", to the nearest half."""
        halves = int((self.average * 2).quantize(Decimal(1), ROUND_HALF_UP))
        shapes = {0: "empty", 1: "half"}
        return [shapes.get(max(halves - 2 * place, 0), "full") for place in range(MOST_STARS)]
