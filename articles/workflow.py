"""The table of moves: who may take an article from which state to which, and what each move asks for.

Review state (draft, submitted, approved) and public state (private, live, withdrawn) are two things.
An article is visible when it is live and its date has come; a date in the future is a schedule.
A submitted article waits at a stage; which stages there are is data (articles/models/chains.py).
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


class Stage(TextChoices):
    """Whose turn it is, in the order of the chain."""

    EDITOR = "editor", _("Editor")
    SECRETARY = "secretary", _("Editorial secretary")
    CHIEF = "chief", _("Editor-in-chief")


# the right that decides at each stage, and the state's name while an article waits there
STAGE_RIGHTS = {
    Stage.EDITOR: "pass_on_article",
    Stage.SECRETARY: "publish_article",
    Stage.CHIEF: "approve_as_chief",
}
WAITING = {
    Stage.EDITOR: _("Submitted, with the editor"),
    Stage.SECRETARY: _("Edited, with the secretary"),
    Stage.CHIEF: _("With the editor-in-chief"),
}


class Refused(Exception):
    """An act that is not allowed now; its text is a sentence for the person who tried."""


class Stale(Refused):
    """Somebody else changed the article since this person opened it."""


@dataclass(frozen=True)
class Move:
    code: str
    label: str  # on the button
    done: str  # in the log and in the message after it
    permission: str  # codename in the app "articles"; "" where the article's stage decides
    review_from: tuple[str, ...]
    public_from: tuple[str, ...]
    review_to: str
    public_to: str
    needs_reason: bool = False
    needs_complete: bool = False  # title, lead, body and section must be there
    needs_pictures: bool = False  # and every picture's caption, credit and alternative text
    takes_time: bool = False  # may be given a date in the future
    owner_too: bool = False  # the writer may do it to their own article only; others need edit rights
    on_edit: bool = False  # acts on the pending edit: the review states are the edit's, the article stays
    tells: bool = False  # the writer and the previous holder are told


ANYWHERE = (Public.LIVE, Public.WITHDRAWN)

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
            _("Pass on"),
            _("Passed on"),
            "",
            (Review.SUBMITTED,),
            (Public.PRIVATE,),
            Review.SUBMITTED,
            Public.PRIVATE,
            needs_complete=True,
        ),
        Move(
            "approve",
            _("Approve"),
            _("Approved"),
            "",
            (Review.SUBMITTED, Review.APPROVED),
            (Public.PRIVATE,),
            Review.APPROVED,
            Public.PRIVATE,
            needs_complete=True,
            takes_time=True,
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
            tells=True,
        ),
        Move(
            "publish",
            _("Publish"),
            _("Published"),
            "publish_article",
            (Review.SUBMITTED, Review.APPROVED),
            (Public.PRIVATE,),
            Review.APPROVED,
            Public.LIVE,
            needs_complete=True,
            needs_pictures=True,
            takes_time=True,
        ),
        Move(
            "emergency",
            _("Emergency publication"),
            _("Published in an emergency"),
            "publish_in_emergency",
            (Review.DRAFT, Review.SUBMITTED),
            (Public.PRIVATE,),
            Review.APPROVED,
            Public.LIVE,
            needs_reason=True,
            needs_complete=True,
            tells=True,
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
            tells=True,
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
            needs_pictures=True,
        ),
        Move(
            "submit_edit",
            _("Submit the edit"),
            _("Edit submitted"),
            "submit_article",
            (Review.DRAFT,),
            ANYWHERE,
            Review.SUBMITTED,
            "",
            needs_complete=True,
            owner_too=True,
            on_edit=True,
        ),
        Move(
            "approve_edit",
            _("Approve the edit: readers get it now"),
            _("Edit approved"),
            "publish_article",
            (Review.DRAFT, Review.SUBMITTED),
            ANYWHERE,
            "",
            "",
            needs_complete=True,
            needs_pictures=True,
            on_edit=True,
        ),
        Move(
            "send_back_edit",
            _("Send the edit back"),
            _("Edit sent back"),
            "publish_article",
            (Review.SUBMITTED,),
            ANYWHERE,
            Review.DRAFT,
            "",
            needs_reason=True,
            on_edit=True,
            tells=True,
        ),
        Move(
            "discard_edit",
            _("Discard the edit"),
            _("Edit discarded"),
            "change_article",
            (Review.DRAFT, Review.SUBMITTED),
            ANYWHERE,
            "",
            "",
            owner_too=True,
            on_edit=True,
        ),
    )
}

# what a move asks beyond the two states
FURTHER = {
    "pass_on": lambda article: bool(article.next_stage),
    "approve": lambda article: article.waits_for_approval,
    "publish": lambda article: article.may_go_out,
    "unschedule": lambda article: article.is_scheduled,
    "withdraw": lambda article: not article.is_scheduled,
}


def fits(move: Move, article) -> bool:
    """The article (or, for some moves, its pending edit) is in a state this move starts from."""
    if move.on_edit:
        pending = article.pending_edit
        found = pending is not None and pending.state in move.review_from
    else:
        found = article.review_state in move.review_from
    return (
        found
        and article.public_state in move.public_from
        and (move.code not in FURTHER or FURTHER[move.code](article))
    )


def permits(move: Move, article, user) -> bool:
    """The person has the right, for this article at its stage."""
    right = move.permission or STAGE_RIGHTS[article.deciding_stage]
    if not user.has_perm(f"articles.{right}"):
        return False
    if (
        move.code == "publish"
        and article.stage
        and not user.has_perm(f"articles.{STAGE_RIGHTS[article.stage]}")
    ):
        return False  # approves as well
    return not move.owner_too or article.can_be_edited_by(user)
