"""Sending the letters that wait: what they say, and what happens when the mail server is away."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comments.models import Comment, Letter, State

log = logging.getLogger(__name__)

GIVE_UP = timedelta(days=3)
LONGEST_WAIT = timedelta(hours=6)  # between two attempts
SECONDS = 10  # the mail server has for an answer
STATES = {Letter.APPROVED: State.APPROVED, Letter.REPLY: State.APPROVED, Letter.REJECTED: State.REJECTED}


def send_waiting(most: int = 200) -> int:
    """Send what is due; how many letters left. Several processes may do so at once.

    A letter that cannot be sent stays and is tried again later, ever more rarely, for three days. When the
    server does not answer, the others are not tried either.
    """
    sent = 0
    for _number in range(most):
        went = _send_next()
        if went is None:
            break
        sent += went
    return sent


@transaction.atomic
def _send_next() -> bool | None:
    """Whether the next due letter was sent; None when there is none, or the server is away."""
    due = Letter.objects.filter(not_before__lte=timezone.now()).order_by("not_before", "pk")
    letter = due.select_for_update(skip_locked=True).first()
    if letter is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        message = compose(letter)
    try:
        went = bool(message and get_connection(timeout=SECONDS).send_messages([message]))
    except (OSError, SMTPException) as error:
        log.warning("Letter %s could not be sent: %s", letter.pk, type(error).__name__)  # no address in logs
        _put_off(letter)
        return None
    letter.delete()
    return went


def _put_off(letter: Letter) -> None:
    if letter.created_at < timezone.now() - GIVE_UP:
        letter.delete()
        return
    letter.attempts += 1
    wait = min(timedelta(minutes=2 ** min(letter.attempts, 10)), LONGEST_WAIT)
    letter.not_before = timezone.now() + wait
    letter.save(update_fields=["attempts", "not_before"])


def compose(letter: Letter) -> EmailMessage | None:
    """The letter in words, or None where it is not true any more (undone, stopped, withdrawn)."""
    if letter.kind == Letter.DIGEST:
        context = {"waiting": Comment.objects.held().count(), "url": absolute(reverse(DESK))}
        if not context["waiting"]:
            return None
        return _message(letter, letter.person.email, _("Comments are waiting"), context)
    person, comment = letter.correspondent, letter.comment
    if letter.kind in STATES and (comment.state != STATES[letter.kind] or person.stopped_at):
        return None
    context = {
        "comment": comment,
        "article_url": comment and absolute(comment.article.get_absolute_url()),
        "comment_url": comment and absolute(comment.get_absolute_url()),
        "confirm_url": _link("confirm", person),
        "stop_url": _link("stop", person),
        "door_url": _link("door", person),
    }
    return _message(letter, person.email, SUBJECTS[letter.kind](), context)


DESK = "admin:comments_comment_changelist"
SUBJECTS = {
    Letter.CONFIRM: lambda: _("Please confirm: notices about your comments"),
    Letter.DOOR: lambda: _("What the paper holds about you"),
    Letter.APPROVED: lambda: _("Your comment has been printed"),
    Letter.REJECTED: lambda: _("Your comment was not printed"),
    Letter.REPLY: lambda: _("Somebody answered your comment"),
}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _link(purpose: str, person) -> str:
    return absolute(reverse(f"comments:{purpose}", args=[person.token(purpose)]))


def _message(letter: Letter, to: str, subject: str, context: dict) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.kind in STATES:
        headers |= {
            "List-Unsubscribe": f"<{context['stop_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        }
    body = render_to_string(f"comments/letters/{letter.kind}.txt", context)
    return EmailMessage(subject, body.strip() + "\n", to=[to], headers=headers)
