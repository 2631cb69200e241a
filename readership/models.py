"""How often articles are read, per hour, and for one day who is counted already: nobody's data stays."""

from datetime import timedelta

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Now

from articles.models import Article


class ReadsQuerySet(models.QuerySet):
    def since(self, hours: int):
        """The whole hours that began within the last `hours`."""
        return self.filter(hour__gt=Now() - timedelta(hours=hours))

    def leaders(self, hours: int, limit: int):
        """Public articles most read in the last `hours`: rows of `article` (its id) and `total`."""
        public = self.since(hours).filter(article__in=Article.objects.published().in_edition())
        totals = public.values("article").annotate(total=Sum("views"))
        return totals.order_by("-total", "-article")[:limit]


class Reads(models.Model):
    """Readers of one article within one hour."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reads", db_index=False)
    hour = models.DateTimeField()
    views = models.PositiveIntegerField()

    objects = ReadsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="reads_once_per_hour")]
        indexes = [models.Index(fields=["hour"], name="reads_by_hour", include=["article", "views"])]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour}: {self.views}"


class Seen(models.Model):
    """One reader counted for one article today. Both are hashes; their salt is thrown away the next day."""

    reader = models.CharField(max_length=32, primary_key=True)  # address, browser and article
    source = models.CharField(max_length=32, db_index=True)  # address and article
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.reader


class Salt(models.Model):
    """What makes today's hashes; without it nobody, ourselves included, can tell whose they were."""

    day = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.day)
