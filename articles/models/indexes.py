"""What search and suggestions look things up in. All of it can be made anew by `manage.py rebuild_indexes`.

The indexes are rows of their own, keyed by the article, and not columns of Article: a list of articles never
drags vectors along, saving an article's state does not rewrite them, and they may be rebuilt while the
newsroom works. They hold articles of every state; who may see one is decided by reading the article itself.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Article
from vietnamese.fields import LineField
from vietnamese.text import fold_syllables


class SearchEntry(models.Model):
    """An article as search sees it: words without marks for finding it, words with marks for ranking it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_entry")
    published_at = models.DateTimeField(null=True)  # null while it is not live
    head = (
        SearchVectorField()
    )  # folded words of title, lead, tags, authors; labels (see searching/entries.py)
    text = SearchVectorField()  # the same and the body's
    words = models.TextField()  # title, lead, names: one line each, spaced words with marks

    class Meta:
        indexes = [
            # the pending list is kept short: every search reads it from end to end
            GinIndex("head", name="search_head"),
            GinIndex("text", name="search_text"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.words[:60]}"


class RelatedEntry(models.Model):
    """An article as the suggestions see it: its terms by weight, and the articles most like it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="related_entry")
    vector = models.BinaryField()  # see searching/terms.py
    others = ArrayField(models.BigIntegerField(), null=True)  # best first; null while they are not computed
    scores = ArrayField(models.FloatField(), null=True)

    def __str__(self) -> str:
        return f"{self.article_id}: {len(self.others or ())}"


class Posting(models.Model):
    """One of an article's heaviest terms. Read by its primary key: of one term the heaviest first.

    `article` is no foreign key: checking 48 of them would cost more than all else in indexing an article.
    """

    pk = models.CompositePrimaryKey("term", "weight", "article")
    article = models.BigIntegerField()
    term = models.IntegerField()
    weight = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.term}: {self.article} ({self.weight})"


class TermCount(models.Model):
    """In how many of the counted articles a term of the suggestions occurs; terms met once are left out."""

    term = models.IntegerField(primary_key=True)
    articles = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.term}: {self.articles}"


class WordCount(models.Model):
    """In how many of the counted articles a folded word occurs in title or lead: the paper's dictionary."""

    word = models.CharField(max_length=40, primary_key=True)
    articles = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.word}: {self.articles}"


class Counting(models.Model):
    """When words and terms were last counted. One row."""

    articles = models.IntegerField(default=0)  # how many were counted
    highest = models.BigIntegerField(default=0)  # the highest article number then
    rebuilt = models.BigIntegerField(default=0)  # the highest article number when all was last made anew
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.articles}"


class Rebuilding(models.Model):
    """How far `rebuild_indexes` has come, so that it goes on where it was stopped. No row: it is done."""

    stage = models.CharField(max_length=20, primary_key=True)
    done_up_to = models.BigIntegerField(default=0)  # article number

    def __str__(self) -> str:
        return f"{self.stage}: {self.done_up_to}"


class ToOffer(models.Model):
    """A live article whose list has to be made, and which has to be offered to those on it, after the act; or
    one never published whose terms have to be written.

    Written with the act and deleted with the work: nothing is forgotten if the process ends in between.
    """

    article = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.article}"


class Touched(models.Model):
    """An article that changed while the indexes were rebuilt: indexed once more before they are used."""

    article = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.article}"


class Unindexed(models.Model):
    """An article whose indexes an act left for later: every minute some are brought in step (indexing.py)."""

    article = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.article)


class Abbreviation(models.Model):
    """A short form readers type or the paper prints: UBND is uỷ ban nhân dân. Both find the same articles.

    Searches look their own words up here, by the folded forms, so what the newsroom changes works at once and
    in every process: there is nothing to forget.
    """

    short = LineField(_("short form"), max_length=20)
    long = LineField(_("in full"), max_length=120)
    short_key = models.CharField(max_length=60, unique=True, editable=False)  # "tp hcm"
    long_key = models.CharField(max_length=200, db_index=True, editable=False)  # "thanh pho ho chi minh"

    class Meta:
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")
        ordering = ["short"]

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"

    def save(self, **kwargs) -> None:
        self.short_key, self.long_key = key_of(self.short), key_of(self.long)
        super().save(**kwargs)

    def clean(self) -> None:
        short, long = key_of(self.short), key_of(self.long)
        if not short:
            raise ValidationError({"short": _("Write a short form with at least one letter or digit.")})
        if not long or short == long:
            raise ValidationError({"long": _("Write in full what the short form stands for.")})
        if type(self).objects.filter(short_key=short).exclude(pk=self.pk).exists():
            raise ValidationError({"short": _("This short form is in the table already: change that one.")})


def key_of(form: str) -> str:
    """A short or long form as searches compare it: folded words with one space between them."""
    return " ".join(fold_syllables(form))
