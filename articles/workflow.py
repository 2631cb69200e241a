"""The table of moves: who may take an article from which state to which, and what each move asks for.

Review state (draft, submitted, approved) and public state (private, live, withdrawn) are two things.
An article is visible when it is live and its date has come; a date in the future is a schedule.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Review(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")


class Public(TextChoices):
    PRIVATE = "private", _("Not public")
    LIVE = "live", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Refused(Exception):
    """An act that is not allowed now; its text is a sentence for the person who tried."""


class Stale(Refused):
    """Somebody else changed the article since this person opened it."""


@dataclass(frozen=True)
class Move:
    code: str
    label: str  # on the button
    done: str  # in the log and in the message after it
    permission: str  # codename in the app "articles"
    review_from: tuple[str, ...]
    public_from: tuple[str, ...]
    review_to: str
    public_to: str
    needs_reason: bool = False
    needs_complete: bool = False  # title, lead, body and section must be there
    takes_time: bool = False  # may be given a date in the future
    owner_too: bool = False  # the writer may do it to their own article only; others need edit rights


MOVES = {
    move.code: move
    for move in (
        Move(
            "submit",
            _("Submit"),
            _("Submitted"),
            "submit_article",
            (Review.DRAFT,),
            (Public.PRIVATE,),
            Review.SUBMITTED,
            Public.PRIVATE,
            needs_complete=True,
            owner_too=True,
        ),
        Move(
            "pass_on",
            _("Pass on to the secretary"),
            _("Passed on"),
            "pass_on_article",
            (Review.SUBMITTED,),
            (Public.PRIVATE,),
            Review.APPROVED,
            Public.PRIVATE,
            needs_complete=True,
        ),
        Move(
            "send_back",
            _("Send back"),
            _("Sent back"),
            "send_back_article",
            (Review.SUBMITTED, Review.APPROVED),
            (Public.PRIVATE,),
            Review.DRAFT,
            Public.PRIVATE,
            needs_reason=True,
        ),
        Move(
            "publish",
            _("Publish"),
            _("Published"),
            "publish_article",
            (Review.APPROVED,),
            (Public.PRIVATE,),
            Review.APPROVED,
            Public.LIVE,
            needs_complete=True,
            takes_time=True,
        ),
        Move(
            "unschedule",
            _("Cancel the schedule"),
            _("Schedule cancelled"),
            "publish_article",
            (Review.APPROVED,),
            (Public.LIVE,),
            Review.APPROVED,
            Public.PRIVATE,
        ),
        Move(
            "withdraw",
            _("Withdraw"),
            _("Withdrawn"),
            "withdraw_article",
            (Review.APPROVED,),
            (Public.LIVE,),
            Review.APPROVED,
            Public.WITHDRAWN,
            needs_reason=True,
        ),
        Move(
            "restore",
            _("Put back online"),
            _("Put back online"),
            "publish_article",
            (Review.APPROVED,),
            (Public.WITHDRAWN,),
            Review.APPROVED,
            Public.LIVE,
            needs_reason=True,
            needs_complete=True,
        ),
    )
}


def fits(move: Move, article, *, scheduled: bool) -> bool:
    """The article is in a state this move starts from. `scheduled`: live, but its date is still to come."""
    if move.code == "unschedule" and not scheduled:
        return False
    if move.code == "withdraw" and scheduled:
        return False
    return article.review_state in move.review_from and article.public_state in move.public_from


def permits(move: Move, article, user) -> bool:
    if not user.has_perm(f"articles.{move.permission}"):
        return False
    return not move.owner_too or article.can_be_edited_by(user)
