"""The newsroom's start page: what waits for this person, by right, the most urgent first."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.history import ACTS
from articles.models import Article, Notice
from articles.workflow import STAGE_RIGHTS, WAITING, Review, Stage
from comments.models import Comment
from portal.models import PlainFile
from ratings.models import Flood, FloodState
from vietnamese.dates import VIETNAM

SHOWN = 8


@dataclass
class Queue:
    title: str
    rows: list[dict]  # {title, url, note, at, and for articles: article, may_claim}
    more_url: str
    empty: str  # the sentence when nothing waits


def queues_for(user) -> list[Queue]:
    """At most one query each. Queues that are empty and only matter when they are not are left out."""
    queues = [*_urgent(user), *_stages(user)]
    if user.has_perm("articles.publish_article"):
        queues += _publishing()
    if user.has_perm("comments.moderate_comment"):
        queues.append(_comments())
    if user.has_perm("ratings.decide_flood"):
        queues += [queue for queue in [_floods()] if queue.rows]
    if user.has_perm("portal.change_plainfile"):
        queues += _running_out()
    if user.has_perm("articles.add_article"):
        mine = Article.objects.unpublished().filter(created_by=user).order_by("-updated_at")
        queues.append(_articles(_("Mine, not published yet"), mine, "mine"))
    return queues


def _urgent(user) -> list[Queue]:
    visible = Article.objects.visible_to(user)
    back = visible.sent_back().filter(created_by=user).most_urgent_first()
    late = visible.overdue().most_urgent_first()
    queues = [_articles(_("Sent back to me"), back, "sent-back"), _articles(_("Overdue"), late, "overdue")]
    return [queue for queue in queues if queue.rows]


def _stages(user) -> list[Queue]:
    queues = []
    for stage, right in reversed(STAGE_RIGHTS.items()):
        if user.has_perm(f"articles.{right}"):
            waiting = Article.objects.at_stage(stage).most_urgent_first()
            queue = _articles(str(WAITING[stage]), waiting, f"stage-{stage.value}", may_claim=True)
            if queue.rows or stage != Stage.CHIEF:  # few sections pass the chief
                queues.append(queue)
    return queues


def _publishing() -> list[Queue]:
    ready = Article.objects.unpublished(Review.APPROVED).most_urgent_first()
    midnight = timezone.now().astimezone(VIETNAM).replace(hour=23, minute=59, second=59)
    today = Article.objects.scheduled().filter(published_at__lte=midnight).order_by("published_at")
    edits = Article.objects.with_edit_waiting().order_by("pending__changed_at")
    later = Article.objects.scheduled().filter(published_at__gt=midnight).order_by("published_at")
    optional = [_articles(_("Edits of public articles, waiting for approval"), edits, "edits")]
    optional.append(_articles(_("Scheduled, later"), later, "scheduled"))
    return [
        _articles(_("Approved, waiting to be published"), ready, "approved", may_claim=True),
        _articles(_("Scheduled today"), today, "scheduled"),
        *(queue for queue in optional if queue.rows),
    ]


def _articles(title: str, articles: QuerySet, state: str, may_claim: bool = False) -> Queue:
    found = articles.select_related("section", "created_by", "claimed_by", "pending").defer("body")
    rows = [
        {
            "title": article.title or _("Untitled"),
            "url": reverse("admin:articles_article_change", args=[article.pk]),
            "note": " · ".join(
                filter(None, [article.state_label, str(article.section or ""), str(article.created_by or "")])
            ),
            "at": article.published_at if article.is_scheduled else article.updated_at,
            "article": article,
            "may_claim": may_claim,
        }
        for article in found[:SHOWN]
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


def _running_out() -> list[Queue]:
    """Text files that tell the world a date; nothing while it is far away."""
    rows = [
        {
            "title": file.name,
            "url": reverse("admin:portal_plainfile_change", args=[file.name]),
            "note": _("True until this day: look through it and write a new date"),
            "at": file.expires_at(),
        }
        for file in PlainFile.objects.all()
        if file.runs_out_soon
    ]
    url = reverse("admin:portal_plainfile_changelist")
    return [Queue(_("Text files that run out"), rows, url, "")] if rows else []


def _floods() -> Queue:
    held = Flood.objects.filter(state=FloodState.HELD).select_related("article").order_by("-pk")[:SHOWN]
    rows = [
        {
            "title": flood.what,
            "url": reverse("admin:ratings_flood_change", args=[flood.pk]),
            "note": flood.article.title if flood.article.is_public else "",
            "at": flood.began_at,
        }
        for flood in held
    ]
    url = f"{reverse('admin:ratings_flood_changelist')}?state__exact={FloodState.HELD}"
    return Queue(_("Unusual votes, held until you decide"), rows, url, _("Nothing waits here."))


def notices_for(user) -> list[dict]:
    """{notice, act} of what this person was told and has not ticked off."""
    unread = Notice.objects.filter(to=user, read_at=None).select_related("article", "revision__by")
    unread = unread.defer("article__body", "revision__content")[:SHOWN]
    return [{"notice": notice, "act": ACTS.get(notice.revision.act, "")} for notice in unread]
