"""What an article page shows of its comments and is read together with the article itself."""

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Extract, Now

from articles.models import Article
from articles.reading import came_with_parts
from comments.models import CommentPolicy, CommentTotal
from comments.models.policies import DAY, comments_are_open

JOIN = "comment_total"


def is_closed_from_above() -> Exists:
    """For a query of articles: whether a policy above the article closes its comments now."""
    age = Extract(ExpressionWrapper(Now() - OuterRef("published_at"), DurationField()), "epoch") / DAY
    above = Q(section=None) | Q(section=OuterRef("section")) | Q(section=OuterRef("top_section"))
    over = Q(is_open=False) | Q(close_after_days__lte=F("age"))
    return Exists(CommentPolicy.objects.filter(above).annotate(age=age).filter(over))


def total_of(article: Article) -> int:
    """How many comments readers see; no query for an article that was read with its parts."""
    if came_with_parts(article):
        return article.comment_total.approved if hasattr(article, JOIN) else 0
    return CommentTotal.objects.of(article)


def switch_of(article: Article) -> bool:
    """Whether comments are open; no query for an article that was read with its parts."""
    if came_with_parts(article):
        return article.comments_are_open and not article.is_closed_from_above
    return comments_are_open(article)
