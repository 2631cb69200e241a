"""The sum of an article's votes, and the lists of the best rated."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from vietnamese.numbers import grouped

MOST_STARS = 5
PRIOR_VOTES, PRIOR_MEAN = 10, 3.5  # counted with the real votes, so that one of them rules no list
FEWEST = 3  # votes an article needs to stand in a list


class RatingTotalManager(models.Manager):
    def of(self, article) -> "RatingTotal":
        """The sum of an article's votes; an empty one (not saved) before the first."""
        return self.filter(pk=article.pk).first() or self.model(article=article)

    def lock(self, article_id: int) -> "RatingTotal":
        """The sum, held until the transaction ends."""
        self.bulk_create([self.model(article_id=article_id)], ignore_conflicts=True)
        return self.select_for_update().get(pk=article_id)

    def add(self, article, steps: dict[int, int]) -> None:
        """Move the sum by {stars: votes more or less}, inside the transaction that changes the votes."""
        change = {"votes": sum(steps.values()), "stars": sum(stars * by for stars, by in steps.items())}
        change |= {f"votes_{stars}": by for stars, by in steps.items()}
        step = {name: F(name) + by for name, by in change.items()}
        if not self.filter(pk=article.pk).update(**step):
            self.bulk_create([self.model(article=article)], ignore_conflicts=True)
            self.filter(pk=article.pk).update(**step)

    def best(self, number: int, *, days: int = 30):
        """Of the articles published in so many days, those with the best score, each with its section."""
        since = Now() - timedelta(days=days)
        public = Article.objects.published().in_edition().filter(published_at__gt=since)
        return (
            self.filter(article__in=public, votes__gte=FEWEST)
            .select_related("article__section")
            .defer("article__body")
            .order_by("-score", "-votes", "-pk")[:number]
        )


class RatingTotal(models.Model):
    """What the article page shows. A row of its own, so that a vote never touches the article."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="rating_total")
    votes = models.PositiveIntegerField(_("votes"), default=0)
    stars = models.PositiveIntegerField(_("stars of all votes"), default=0)
    votes_1 = models.PositiveIntegerField(default=0)
    votes_2 = models.PositiveIntegerField(default=0)
    votes_3 = models.PositiveIntegerField(default=0)
    votes_4 = models.PositiveIntegerField(default=0)
    votes_5 = models.PositiveIntegerField(default=0)
    score = models.GeneratedField(
        expression=(F("stars") + Value(PRIOR_VOTES * PRIOR_MEAN)) / (F("votes") + Value(float(PRIOR_VOTES))),
        output_field=models.FloatField(),
        db_persist=True,
    )

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
        indexes = [models.Index(F("score").desc(), F("votes").desc(), name="rating_best")]

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

    @property
    def bars(self) -> list[tuple[int, int]]:
        """[(stars, votes)] from five stars down: how the votes are spread."""
        return [(stars, getattr(self, f"votes_{stars}")) for stars in range(MOST_STARS, 0, -1)]
