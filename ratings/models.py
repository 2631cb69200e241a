"""Stars from readers: one row per article and voter, and the sum of them kept in the same transaction."""

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.turns import take_turn
from articles.models import Article
from articles.signals import announce_rush
from articles.workflow import Refused
from ratings.floods import Flood, FloodState
from ratings.totals import MOST_STARS, RatingTotal

__all__ = ["MOST_STARS", "Flood", "FloodState", "Rating", "RatingTotal", "TooMany"]

VOTES_PER_NETWORK = 100  # new votes on one article, from one network and browser, within the span below
NETWORK_SPAN = timedelta(hours=1)


def _tell(article: Article) -> None:
    """Inside the vote's transaction: the page shows the vote within a second of the commit."""
    announce_rush(f"votes-{article.pk}", [article.get_absolute_url()])


class TooMany(Refused):
    """More votes from one network than readers give; the same vote may pass later."""


class RatingQuerySet(models.QuerySet):
    def by(self, voter: str | None, article) -> "Rating | None":
        """This reader's own vote."""
        return self.filter(article=article, voter=voter).first() if voter else None

    def of_voter(self, voter: str | None):
        """Everything this reader has voted on, the latest first, each with its article."""
        if not voter:
            return self.none()
        return (
            self.filter(voter=voter).select_related("article__section").defer("article__body").order_by("-pk")
        )


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
                RatingTotal.objects.add(article, {stars: 1})
                Flood.objects.watch(own)
                _tell(article)
        if own.stars != stars:
            if own.is_counted_under_lock():
                RatingTotal.objects.add(article, {own.stars: -1, stars: 1})
            own.stars, own.changed_at = stars, timezone.now()
            own.save(update_fields=["stars", "changed_at"])
            _tell(article)
        return own

    def _guard(self, article: Article, network: str) -> None:
        if not network:
            return
        take_turn("votes of a network", f"{article.pk} {network}")
        since = timezone.now() - NETWORK_SPAN
        recent = self.filter(article=article, network=network, created_at__gt=since)
        if recent.count() >= VOTES_PER_NETWORK:
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
        if own.is_counted_under_lock():
            RatingTotal.objects.add(article, {own.stars: -1})
        own.delete()
        _tell(article)
        return True


class Rating(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="ratings", verbose_name=_("article"))
    voter = models.CharField(max_length=32, editable=False)  # random, in hex: ratings/voters.py
    stars = models.PositiveSmallIntegerField(_("stars"))
    network = models.CharField(max_length=32, blank=True, editable=False)  # accounts.readers.network_of
    flood = models.ForeignKey(  # the window of unusual votes it came in; counted once that is accepted
        "ratings.Flood", models.SET_NULL, null=True, editable=False, related_name="ratings"
    )
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
        indexes = [
            models.Index("voter", name="rating_by_voter"),
            models.Index("article", "network", "created_at", name="rating_by_network"),
            models.Index("article", "created_at", name="rating_by_time"),
            models.Index("created_at", name="rating_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.stars}/{MOST_STARS}"

    def is_counted_under_lock(self) -> bool:
        """Whether the sum holds this vote; nobody decides on its flood until the transaction ends."""
        RatingTotal.objects.lock(self.article_id)
        self.refresh_from_db(fields=["flood"])
        return self.flood is None or self.flood.state == FloodState.ACCEPTED
