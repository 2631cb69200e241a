"""What may be done with an article: two verbs, `revise` and `move`, and what each move changes.

Each locks the row, compares the version the person saw, checks the right, stores a Revision and announces
after commit.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from articles.models.chains import next_stage
from articles.models.content import (
    CONTENT_FIELDS,
    SWITCHES,
    missing_in,
    relation_arrays,
    seal_of,
    still_there,
)
from articles.models.links import OutsideLink, outside_links
from articles.models.notices import tell
from articles.models.pending import PendingEdit
from articles.models.pictures import PictureUse, pictures_in
from articles.models.revisions import Revision
from articles.pictures import Pictures
from articles.signals import EVERYTHING, announce
from articles.workflow import MOVES, Move, Public, Refused, Review, Stale, fits, permits
from vietnamese import dates
from vietnamese.text import normalise_line

CLAIM_LASTS = timedelta(hours=2)
STORED_FIELDS = (
    *(name.removesuffix("_id") for name in CONTENT_FIELDS),
    *SWITCHES,
    "slug",
    "top_section",
    "language",
    "card",
    "body_policy",
    "review_state",
    "public_state",
    "stage",
    "seal",
    "sealed_by",
    "sealed_at",
    "embargo_until",
    "published_at",
    "published_by",
    "to_announce",
    "updated_at",
    "claimed_by",
    "claimed_until",
    "version",
)


class Verbs:
    """The part of Article that acts."""

    @transaction.atomic
    def revise(
        self,
        by,
        *,
        seen: int,
        changes: dict,
        bylines=None,
        picks=None,
        tags=None,
        topics=None,
    ):
        """Save new content over the version this person saw; of a public article, as its pending edit.

        changes: field -> value, of CONTENT_FIELDS and SWITCHES. bylines: [(Author, role)], picks:
        [(Article or None, text)], tags: [str], topics: [Topic]; None leaves a relation alone.
        Raises Stale when the article moved on since version `seen`, Refused without the right.
        """
        row = self._lock_to_edit(seen, by)
        old = row.latest_content()
        new = row.merged(old, changes, bylines, picks, tags, topics)
        row._save_text(by, old, new, row._switch(changes, by), "revise")
        return self._become(row)

    @transaction.atomic
    def bring_back(self, by, *, seen: int, revision: Revision):
        """The text of an earlier version once more, as a new version. Raises as `revise` does."""
        row = self._lock_to_edit(seen, by)
        if revision.article_id != row.pk or not revision.content:
            raise Refused(gettext("This version keeps no text: choose another one."))
        old = still_there(revision.content)
        new = row.merged(old, {"body": old["body"]})
        row._save_text(by, row.latest_content(), new, False, "bring_back")
        return self._become(row)

    @transaction.atomic
    def move(self, code: str, by, *, seen: int, reason: str = "", at: datetime | None = None):
        """Make one move of the table. `at`: when a published article shall appear (now, if not given), or
        until when an approved one is under embargo.

        Raises Stale when the article moved on since version `seen`, Refused (with the reason in words) when
        the move is not allowed, a reason is missing or the article is not complete.
        """
        move, row = MOVES[code], self._lock(seen)
        at = at if move.takes_time else None
        row._check(move, by, normalise_line(reason))
        touched = row.public_paths()
        act = getattr(row, f"_act_{code}", None)
        content = act(by, at) if act else None
        if not move.on_edit:
            row.review_state, row.public_state = move.review_to, move.public_to
        if move.review_to != Review.SUBMITTED and not move.on_edit:
            row.stage = ""
        row.claimed_by = row.claimed_until = None
        row._store(code, by, reason=reason, content=content)
        if move.tells:
            tell(row, by, row.revisions.first())
        gone = move.public_to == Public.WITHDRAWN  # its title may stand among anybody's suggestions
        announce({EVERYTHING} if gone else touched | row.public_paths())
        return self._become(row)

    # --- who works on it ------------------------------------------------------------------------

    def claim(self, by) -> None:
        """Tell the others that this person is on it, for two hours. Refused while somebody else is."""
        if not (self.can_be_edited_by(by) or self.moves_for(by)):
            raise Refused(gettext("There is nothing for you to do with this article now."))
        now = timezone.now()
        free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lte=now)
        rows = type(self).objects.filter(free, pk=self.pk)
        if not rows.update(claimed_by=by, claimed_until=now + CLAIM_LASTS):
            self.refresh_from_db(fields=["claimed_by", "claimed_until"])
            raise Refused(gettext("%s has taken this article already.") % self.claimed_by)
        self.claimed_by, self.claimed_until = by, now + CLAIM_LASTS

    def release(self, by) -> None:
        """Give a claim of one's own back; nothing happens where it is not one's own."""
        type(self).objects.filter(pk=self.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)
        self.claimed_by = self.claimed_until = None

    # --- saving ---------------------------------------------------------------------------------

    def _switch(self, changes: dict, by) -> bool:
        """Set what is no text (open for comments, for ratings): at once, and on a public article by few."""
        wanted = {name: changes[name] for name in SWITCHES if name in changes}
        if self.public_state != Public.PRIVATE and not by.has_perm("articles.edit_live_article"):
            return False
        changed = any(getattr(self, name) != value for name, value in wanted.items())
        for name, value in wanted.items():
            setattr(self, name, value)
        return changed

    def _save_text(self, by, old: dict, new: dict, switched: bool, act: str) -> None:
        save = self._save_private if self.public_state == Public.PRIVATE else self._save_public
        save(by, old, new, switched, act)

    def _save_private(self, by, old: dict, new: dict, switched: bool, act: str) -> None:
        is_new = new != old or self.version == 0
        if not is_new and not switched:
            return  # a save that changes nothing is no version
        if is_new:
            self.put(new, old)
            self._follow(old, new)
            self.updated_at = timezone.now()
            if self.review_state == Review.APPROVED:  # the seal stays and no longer fits: approve again
                self.review_state, self.stage = Review.SUBMITTED, self.stages[-1]
        self._store(act, by, content=new)

    def _save_public(self, by, old: dict, new: dict, switched: bool, act: str) -> None:
        """Readers keep what was approved; the text waits as the pending edit."""
        if new != old:
            pending, _new = PendingEdit.objects.update_or_create(
                article=self, defaults={"content": new}, create_defaults={"content": new, "by": by}
            )
            self.pending = pending
            self._follow(old, new)
            self._log("edit" if act == "revise" else act, by, content=new)
            self.save(update_fields=["version"])
        if switched:
            self._store("switch", by)
            announce(self.public_paths())

    def _follow(self, old: dict, new: dict) -> None:
        """Keep up with the pictures and links of a text that is saved."""
        if pictures_in(old) != pictures_in(new) or not self.version:
            self._use_pictures(new)
        if old["body"] != new["body"] or not self.version:
            OutsideLink.objects.note(outside_links(new["body"]))

    def _use_pictures(self, *more: dict) -> None:
        """What readers see and what waits: neither may lose a picture."""
        own = {"body": self.body, "lead_picture_id": self.lead_picture_id}
        PictureUse.objects.follow(self, own, *more)

    # --- what the moves change --------------------------------------------------------------------
    # each gives the content its revision keeps, or None

    def _act_submit(self, by, at) -> None:
        self.stage = next_stage(self.stages, "")

    def _act_pass_on(self, by, at) -> None:
        self.stage = self.next_stage

    def _act_send_back(self, by, at) -> None:
        self.seal, self.sealed_by, self.sealed_at, self.embargo_until = "", None, None, None

    def _act_approve(self, by, at) -> dict:
        self.embargo_until = at
        return self._seal(by)

    def _act_publish(self, by, at) -> dict:
        if self.review_state == Review.SUBMITTED:  # approved by the same hand: the log says both
            content = self._seal(by)
            self._log("approve", by, content=content)
        at = at or timezone.now()
        self._check_embargo(at)
        self.published_at, self.published_by, self.to_announce = at, by, at > timezone.now()
        return self.content()

    def _act_emergency(self, by, at) -> dict:
        if self.is_embargoed:  # a promise to somebody outside, which no hurry of ours lifts
            raise Refused(
                gettext(
                    "This text is under embargo until %s, and an emergency does not lift it. "
                    "Send the article back to lift the embargo, then publish."
                )
                % dates.schedule(self.embargo_until)
            )
        self.published_at, self.published_by = timezone.now(), by
        return self._seal(by)

    def _act_unschedule(self, by, at) -> None:
        """A pending edit becomes the text, which then has to be approved anew: nothing written is lost."""
        self.to_announce = False
        if self.pending_edit:
            content = self.pending_edit.content
            self.put(self.merged(content, {"body": content["body"]}))  # cleaned by the rules of today
            self._drop_pending()
            self._use_pictures()

    def _act_submit_edit(self, by, at) -> dict:
        return self._edit_becomes(Review.SUBMITTED)

    def _act_send_back_edit(self, by, at) -> dict:
        return self._edit_becomes(Review.DRAFT)

    def _act_approve_edit(self, by, at) -> dict:
        self.put(self.merged(self.pending_edit.content, {"body": self.pending_edit.content["body"]}))
        self._drop_pending()
        self._use_pictures()
        self.updated_at = timezone.now()
        return self._seal(by)

    def _act_discard_edit(self, by, at) -> dict:
        content = self.pending_edit.content
        self._drop_pending()
        self._use_pictures()
        return content

    def _edit_becomes(self, state: str) -> dict:
        self.pending_edit.state = state
        self.pending_edit.save(update_fields=["state", "changed_at"])
        return self.pending_edit.content

    def _drop_pending(self) -> None:
        PendingEdit.objects.filter(article=self).delete()
        self._state.fields_cache["pending"] = None

    def _seal(self, by) -> dict:
        content = self.content()
        self.seal, self.sealed_by, self.sealed_at = seal_of(content), by, timezone.now()
        return content

    # --- checks -----------------------------------------------------------------------------------

    def _lock(self, seen: int):
        row = (
            type(self)
            .objects.select_for_update(of=("self",))
            .select_related("section__parent", "top_section", "pending")
            .annotate(**relation_arrays())
            .get(pk=self.pk)
        )
        if row.version != seen:
            raise Stale(
                gettext("Somebody changed this article after you opened it. Nothing was overwritten.")
            )
        return row

    def _lock_to_edit(self, seen: int, by):
        row = self._lock(seen)
        if not row.can_be_edited_by(by):
            raise Refused(gettext("You cannot edit this article while it is: %s.") % row.state_label)
        return row

    def _check(self, move: Move, by, reason: str) -> None:
        if not permits(move, self, by):
            raise Refused(gettext("You have no right to do this: %s.") % move.label)
        if not fits(move, self):
            raise Refused(self._why_not(move))
        if move.needs_reason and not reason:
            raise Refused(gettext("Write the reason, so that the others know what to do."))
        if move.needs_complete and (missing := self.missing()):
            raise Refused(gettext("The article still lacks: %s.") % ", ".join(missing).lower())
        if move.code in {"publish", "restore"} and self.seal and not self.is_sealed:
            raise Refused(self.broken_seal)
        if move.needs_pictures and (lacking := Pictures(self.latest_fields()).lacking()):
            raise Refused(
                gettext("Readers cannot get the article yet. Complete its pictures: %s") % " ".join(lacking)
            )
        if move.needs_complete and (blocked := self.blocking_findings()):
            raise Refused(gettext("The copy desk's rules stop this: %s") % " ".join(blocked))

    def _why_not(self, move: Move) -> str:
        if (
            move.code == "publish"
            and self.public_state == Public.PRIVATE
            and self.seal
            and not self.is_sealed
        ):
            return self.broken_seal
        if move.on_edit and not self.pending_edit:
            return gettext("No edit of this article waits for approval.")
        return gettext("This is not possible while the article is: %s.") % self.state_label

    @property
    def broken_seal(self) -> str:
        """Why the approval no longer counts, in a sentence."""
        return gettext(
            "The text was changed after %(who)s approved it at %(when)s. It must be approved again."
        ) % {"who": self.sealed_by, "when": dates.long_date(self.sealed_at)}

    def _check_embargo(self, at: datetime) -> None:
        if self.embargo_until and at < self.embargo_until:
            when = dates.schedule(self.embargo_until)
            raise Refused(
                gettext("This text is under embargo until %s: choose that time or a later one.") % when
            )

    def missing(self) -> list[str]:
        """In words, what the newest text still lacks before anybody else may get it."""
        return [str(self._meta.get_field(name).verbose_name) for name in missing_in(self.latest_fields())]

    def blocking_findings(self) -> list[str]:
        """Sentences of the copy desk's rules that must be mended before the article goes on."""
        from articles.copydesk.rules import findings

        return [found.sentence for found in findings(self.latest_fields(), self.pk) if found.blocks]

    # --- storing ----------------------------------------------------------------------------------

    def _log(self, act: str, by, *, reason: str = "", content: dict | None = None) -> None:
        self.version += 1
        Revision.objects.create(
            article=self, version=self.version, act=act, by=by, reason=reason, content=content
        )

    def _store(self, act: str, by, *, reason: str = "", content: dict | None = None) -> None:
        from articles import social
        from articles.indexing import keep_up

        social.keep(self)
        self._log(act, by, reason=reason, content=content)
        self.save(update_fields=STORED_FIELDS)
        keep_up([self.pk], suggests=bool(self.published_at))

    def _become(self, row):
        """Let the caller's instance show what the database now holds."""
        self.__dict__.clear()
        self.__dict__.update(row.__dict__)
        return self
