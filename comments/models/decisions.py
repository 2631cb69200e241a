"""The moderators' verbs: every one checks the right, changes the row under a condition, and leaves an act."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from articles.signals import announce, announce_rush, announce_soon
from articles.workflow import Refused
from comments.models.acts import Act, CommentAct
from comments.models.letters import Letter
from comments.models.people import StoppedWriter
from comments.models.states import Reason, State
from comments.models.totals import CommentTotal
from comments.moderation import Flag
from vietnamese.text import normalise

UNDO_SPAN = timedelta(seconds=30)


class Decisions:
    """Mixed into Comment."""

    def approve(self, by, *, seen: str | None = None) -> bool:
        """Print it. seen: the state the moderator saw, this instance's if not given.

        False where it needs a second pair of eyes and this was the first. Raises Refused without the right,
        and when somebody decided since or is looking at it right now.
        """
        seen = self.state if seen is None else seen
        if Flag.SECOND in self.flags and seen == State.HELD and not self._second_look(by):
            return False
        self._decide(Act.APPROVE, State.APPROVED, by, seen)
        return True

    def reject(self, by, reason: str, note: str = "", *, seen: str | None = None) -> None:
        """Keep it off the page, or take it off again, for one of Reason; Reason.OTHER wants a note.

        Raises Refused as `approve` does, and without a reason.
        """
        note = normalise(note).strip()
        if reason not in Reason.values:
            raise Refused(gettext("Choose the reason for the rejection."))
        if reason == Reason.OTHER and not note:
            raise Refused(gettext("Write in the note why this comment is rejected."))
        self._decide(Act.REJECT, State.REJECTED, by, self.state if seen is None else seen, reason, note)

    @transaction.atomic
    def _second_look(self, by) -> bool:
        """Whether somebody else has said yes before; else this person's yes is the first."""
        self._may_decide(by)
        found = self._locked()
        if found.state != State.HELD:
            raise Refused(gettext("Somebody else has decided on this comment. Nothing was changed."))
        if found.first_yes_by_id is None:
            found.first_yes_by = by
            found.save(update_fields=["first_yes_by"])
            self._log(Act.FIRST_YES, by, before=State.HELD)
            return False
        if found.first_yes_by_id == by.pk:
            raise Refused(gettext("You have approved it already: now a second person has to."))
        return True

    @transaction.atomic
    def _decide(self, act: str, state: str, by, seen: str, reason: str = "", note: str = "") -> None:
        self._may_decide(by)
        if seen == state:
            raise Refused(gettext("This comment is already: %s.") % State(state).label.lower())
        found = self._locked()
        if found.state != seen:
            raise Refused(gettext("Somebody else has decided on this comment. Nothing was changed."))
        if found.is_claimed_from(by):
            raise Refused(gettext("%s is looking at this comment right now.") % found.claimed_by)
        self._log(act, by, before=found.state, reason=reason, note=note)
        self._set(state, by, reason)
        if State.APPROVED in (state, seen):
            self.public_pages_change(adds=state == State.APPROVED)

    @transaction.atomic
    def undo(self, by) -> None:
        """Take one's own last decision back within 30 seconds: the comment is as it was before."""
        self._may_decide(by)
        found = self._locked()
        last = found.acts.filter(act__in=(Act.APPROVE, Act.REJECT, Act.UNDO)).first()
        if (
            last is None
            or last.act == Act.UNDO
            or last.by_id != by.pk
            or last.at <= timezone.now() - UNDO_SPAN
        ):
            raise Refused(gettext("Only your own decision can be undone, and only for 30 seconds."))
        earlier = found.acts.filter(act=Act.REJECT, pk__lt=last.pk).first()
        self._log(Act.UNDO, by, before=found.state)
        self._set(last.before, by, earlier.reason if earlier and last.before == State.REJECTED else "")
        if State.APPROVED in (found.state, last.before):
            self.public_pages_change(adds=last.before == State.APPROVED)

    @transaction.atomic
    def edit(self, by, text: str, *, seen_text: str, note: str = "") -> None:
        """Change the wording that is printed; the writer's own stays for staff, and the page says so.

        Raises Refused without the right, for an empty or unchanged text, when the text changed since.
        """
        self._may_decide(by)
        text, found = normalise(text).strip(), self._locked()
        if len(text) < 2 or len(text) > self._meta.get_field("text").max_length:
            raise Refused(gettext("The edited comment must have 2 to 5,000 characters."))
        if found.text != normalise(seen_text).replace("\r\n", "\n").strip():
            raise Refused(gettext("The comment was changed since you opened it. Please read it again."))
        if text == found.text:
            raise Refused(gettext("Nothing was changed."))
        self._log(Act.EDIT, by, before=found.state, note=note, text_before=found.text)
        self.original = found.original or found.text
        self.text, self.edited_at = text, timezone.now()
        self.make_keys()
        self.save(update_fields=["original", "text", "folded", "text_key", "edited_at"])
        if found.state == State.APPROVED:
            self.public_pages_change(adds=False)

    @transaction.atomic
    def stop_writer(self, by, note: str = "") -> None:
        """Take nothing more from this browser and this address until somebody lifts it."""
        self._may_decide(by)
        StoppedWriter.objects.stop(self, by, normalise(note).strip())
        self._log(Act.STOP, by, before=self.state, note=note)

    @transaction.atomic
    def print_by_trust(self) -> None:
        """Print a comment of a trusted writer at once; the act names no person."""
        self._log(Act.APPROVE, None, before=State.HELD, note=gettext("trusted writer"))
        self._set(State.APPROVED, None, "")
        self.public_pages_change(adds=True)

    # --- what the verbs share -------------------------------------------------------------------

    @staticmethod
    def _may_decide(by) -> None:
        if not by.has_perm("comments.moderate_comment"):
            raise Refused(gettext("You have no right to decide on comments."))

    def _locked(self):
        return type(self).objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=self.pk)

    def _log(self, act: str, by, **fields) -> None:
        CommentAct.objects.create(comment=self, act=act, by=by, **fields)

    def _set(self, state: str, by, reason: str) -> None:
        is_open = state == State.HELD
        self.state, self.reason = state, reason
        self.decided_at, self.decided_by = (None, None) if is_open else (timezone.now(), by)
        self.open_reports = 0
        self.claimed_by, self.claimed_until = None, None
        self.save(update_fields=["state", "reason", "decided_at", "decided_by", "open_reports", *CLAIM])
        Letter.objects.notify(self)

    def is_claimed_from(self, person) -> bool:
        """Whether somebody else has this comment on their screen."""
        return bool(
            self.claimed_by_id and self.claimed_by_id != person.pk and self.claimed_until > timezone.now()
        )

    def public_pages_change(self, *, adds: bool) -> None:
        """Inside the transaction that changed what readers see.

        What was taken away leaves every page at once; what was added may wait for a second where many are.
        The counts on the cards of other lists follow when those expire.
        """
        CommentTotal.objects.recount(self.article_id)
        if adds:
            announce_rush(f"comments-{self.article_id}", self.pages())
            announce_rush("comments", ["/"])
        else:
            announce([*self.pages(), "/"])
        sections = {self.article.section, self.article.top_section} - {None}
        announce_soon(section.get_absolute_url() for section in sections)


CLAIM = ("claimed_by", "claimed_until")
