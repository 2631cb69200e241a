"""What a reader may ask for: see, take along and withdraw what is held; and what is erased after a while."""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import MD5, Cast, Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.signals import announce_rush
from comments.models import Comment, CommentAct, Correspondent, Like, Report, State, StoppedWriter

ERASE_AFTER_DAYS = 180
BATCH = 500
ERASED = "email writer network content_hash proof wants_mail name text original folded text_key".split()


def of_browser(reader: str | None) -> dict:
    """The likes and reports of a browser: they have no address, its cookie alone leads to them."""
    if not reader:
        return {"likes": [], "reports": []}
    around = ("comment__article__section",)
    likes = Like.objects.filter(reader=reader).select_related(*around).order_by("-pk")
    reports = Report.objects.filter(reader=reader).select_related(*around).order_by("-pk")
    return {
        "likes": [{"comment": _place(like.comment), "at": like.created_at} for like in likes],
        "reports": [
            {
                "comment": _place(report.comment),
                "reason": report.reason,
                "note": report.note,
                "at": report.created_at,
            }
            for report in reports
        ],
    }


def _place(comment: Comment) -> str | None:
    """Its address where readers see it."""
    return comment.get_absolute_url() if comment.is_approved and comment.article.is_public else None


def withdraw_of_browser(reader: str | None) -> None:
    """Take back the likes of a browser and cut its reports off from it: their reasons still matter."""
    if not reader:
        return
    for like in Like.objects.filter(reader=reader).select_related("comment__article__section"):
        if Like.objects.take_back(like.comment, reader):
            announce_rush(f"likes-{like.comment.article_id}", like.comment.pages())
    Report.objects.filter(reader=reader).update(reader=nobody(), network="", note="")


def held_about(email: str):
    """The comments under an address, newest first."""
    return Comment.objects.filter(email__iexact=email).select_related("article__section").order_by("-pk")


def export(email: str) -> dict:
    """Everything held under an address, ready for JSON."""
    person = Correspondent.objects.filter(email=email.lower()).first()
    return {
        "email": email,
        "notices_confirmed_at": person and person.confirmed_at,
        "notices_stopped_at": person and person.stopped_at,
        "comments": [
            {
                "article": comment.article.get_absolute_url() if comment.article.is_public else None,
                "name": comment.name,
                "text": comment.text,
                "your_own_words": comment.original or comment.text,
                "state": comment.state,
                "sent_at": comment.created_at,
                "decided_at": comment.decided_at,
                "consent": comment.consent_version,
                "consented_at": comment.consented_at,
            }
            for comment in held_about(email)
        ],
    }


@transaction.atomic
def withdraw(email: str) -> int:
    """Take a reader's name and address off everything; how many comments. What waited is deleted.

    Printed words stay, under "a reader": others have answered them.
    """
    comments = list(held_about(email).select_for_update(of=("self",)))
    for comment in comments:
        if comment.state == State.HELD:
            comment.delete()
            continue
        was_printed = comment.state == State.APPROVED
        comment.name = _("A reader who withdrew the name")
        forget(comment)
        if was_printed:
            comment.public_pages_change(adds=False)
    Correspondent.objects.filter(email=email.lower()).delete()
    return len(comments)


def forget(comment: Comment) -> None:
    """Erase whatever leads from a comment to its writer, also the address itself inside the words."""
    words = comment.text
    if comment.email:
        comment.text = without(comment.text, comment.email)
        comment.original = without(comment.original, comment.email)
        for act in comment.acts.filter(
            Q(note__icontains=comment.email) | Q(text_before__icontains=comment.email)
        ):
            notes = {
                "note": without(act.note, comment.email),
                "text_before": without(act.text_before, comment.email),
            }
            CommentAct.objects.filter(pk=act.pk).update(**notes)
        comment.name = without(comment.name, comment.email)[: comment._meta.get_field("name").max_length]
    comment.email = comment.writer = comment.network = comment.proof = ""
    comment.content_hash, comment.wants_mail = f"erased-{comment.pk}", False
    comment.make_keys()
    comment.save(update_fields=ERASED)
    if comment.is_approved and comment.text != words:
        comment.public_pages_change(adds=False)


def without(text: str, email: str) -> str:
    return re.sub(re.escape(email), _("[address erased]"), text, flags=re.IGNORECASE)


def erase_old(days: int = ERASE_AFTER_DAYS, *, dry_run: bool = False) -> dict[str, int]:
    """Erase addresses, mail and hashes of what is older than so many days; {what: how many rows}.

    The printed words, the names below them and the moderators' decisions stay. A stopped writer is stopped
    for so long: without the hash of the address nobody knows them again.
    """
    before = timezone.now() - timedelta(days=days)
    comments = Comment.objects.filter(created_at__lt=before).exclude(content_hash__startswith="erased-")
    found = {
        "comments": comments,
        "likes": Like.objects.filter(created_at__lt=before).exclude(network="", reader__startswith="-"),
        "reports": Report.objects.filter(created_at__lt=before).exclude(network="", reader__startswith="-"),
        "stopped writers": StoppedWriter.objects.filter(at__lt=before),
    }
    counts = {name: rows.count() for name, rows in found.items()}
    if not dry_run:
        while batch := list(comments.order_by("pk")[:BATCH]):
            with transaction.atomic():
                for comment in batch:
                    forget(comment)
        for rows in (found["likes"], found["reports"]):
            rows.update(reader=nobody(), network="")
        Report.objects.filter(created_at__lt=before).exclude(note="").update(note="")
        found["stopped writers"].delete()
    counts["correspondents"] = _drop_idle(before, dry_run=dry_run)
    return counts


def nobody():
    """An id that leads nowhere, another one in every row: one like per reader stays one row."""
    chance = Cast(Func(function="random"), CharField())
    return Concat(Value("-"), Substr(MD5(Concat(chance, Cast("pk", CharField()))), 2))


def _drop_idle(before, *, dry_run: bool) -> int:
    """Addresses nothing is held under any more."""
    last = Q(asked_at=None) | Q(asked_at__lt=before)
    idle = [
        person.pk
        for person in Correspondent.objects.filter(last).filter(Q(door_at=None) | Q(door_at__lt=before))
        if not Comment.objects.filter(email__iexact=person.email, created_at__gte=before).exists()
    ]
    if not dry_run:
        Correspondent.objects.filter(pk__in=idle).delete()
    return len(idle)
