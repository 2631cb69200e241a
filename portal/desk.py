"""The queues of the newsroom's start page: what waits for this person, by right."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article
from articles.workflow import Public, Review
from comments.models import Comment

SHOWN = 8


@dataclass
class Queue:
    title: str
    rows: list[dict]  # {title, url, note, at}
    more_url: str
    empty: str  # the sentence when nothing waits


def queues_for(user) -> list[Queue]:
    """A queue per right the person holds; at most one query each."""
    queues = []
    private = Article.objects.filter(public_state=Public.PRIVATE)
    if user.has_perm("articles.pass_on_article"):
        waiting = private.filter(review_state=Review.SUBMITTED).order_by("updated_at")
        queues.append(_articles(_("Submitted, waiting for an editor"), waiting, "submitted"))
    if user.has_perm("articles.publish_article"):
        ready = private.filter(review_state=Review.APPROVED).order_by("updated_at")
        queues.append(_articles(_("Approved, waiting to be published"), ready, "approved"))
        due = Article.objects.scheduled().order_by("published_at")
        queues.append(_articles(_("Scheduled"), due, "scheduled"))
    if user.has_perm("comments.moderate_comment"):
        queues.append(_comments())
    if user.has_perm("articles.add_article"):
        mine = private.filter(created_by=user).order_by("-updated_at")
        queues.append(_articles(_("Mine, not published yet"), mine, "mine"))
    return queues


def _articles(title: str, articles: QuerySet, state: str) -> Queue:
    rows = [
        {
            "title": article.title or _("Untitled"),
            "url": reverse("admin:articles_article_change", args=[article.pk]),
            "note": " · ".join(
                filter(None, [article.state_label, str(article.section or ""), str(article.created_by or "")])
            ),
            "at": article.published_at if article.is_scheduled else article.updated_at,
        }
        for article in articles.select_related("section", "created_by").defer("body")[:SHOWN]
    ]
    more = f"{reverse('admin:articles_article_changelist')}?state={state}"
    return Queue(title, rows, more, _("Nothing waits here."))


def _comments() -> Queue:
    url = reverse("admin:comments_comment_changelist")
    waiting = Comment.objects.held().select_related("article").order_by("created_at")[:SHOWN]
    rows = [
        {
            "title": comment.text[:120],
            "url": reverse("admin:comments_comment_change", args=[comment.pk]),
            "note": f"{comment.name} · {comment.article}" if comment.article.is_public else comment.name,
            "at": comment.created_at,
        }
        for comment in waiting
    ]
    return Queue(_("Comments waiting for a decision"), rows, url, _("Nothing waits here."))
