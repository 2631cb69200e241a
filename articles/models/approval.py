"""Where an article stands on its way to the readers, and what each person may do with it now."""

from django.utils.functional import cached_property

from articles.models.chains import Chain, next_stage
from articles.models.content import seal_of
from articles.workflow import MOVES, Move, Public, Review, Stage, fits, permits


class HasApproval:
    """The part of Article that knows who approves it, and whether it stands as it was approved."""

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The chain of this article's section."""
        return Chain.objects.stages_for(self.section)

    @property
    def next_stage(self) -> str:
        """Who gets it after the stage it is at; "" where that one approves."""
        return next_stage(self.stages, self.stage)

    @property
    def deciding_stage(self) -> str:
        return self.stage or self.stages[-1]

    @cached_property
    def is_sealed(self) -> bool:
        """What stands in the rows is, to the letter, what was approved."""
        return bool(self.seal) and self.seal == seal_of(self.content())

    @property
    def waits_for_approval(self) -> bool:
        if self.review_state == Review.SUBMITTED:
            return not self.next_stage
        return self.review_state == Review.APPROVED and not self.is_sealed

    @property
    def may_go_out(self) -> bool:
        """Approved as it stands; or at the last stage and never approved before: one press does both."""
        if self.review_state == Review.SUBMITTED:
            return not self.next_stage and not self.seal
        return self.is_sealed

    # --- rights ---------------------------------------------------------------------------------

    def can_be_edited_by(self, user) -> bool:
        if user.has_perm("articles.edit_live_article"):
            mine = self.review_state != Review.DRAFT or self.created_by_id == user.pk
            return mine and user.has_perm("articles.change_article")
        if self.public_state == Public.LIVE:
            return self._may_propose(user)
        if self.review_state == Review.SUBMITTED and self.stage == Stage.EDITOR:
            return user.has_perm("articles.edit_submitted_article")
        is_own_draft = self.review_state == Review.DRAFT and self.created_by_id == user.pk
        return is_own_draft and user.has_perm("articles.change_article")

    def _may_propose(self, user) -> bool:
        """An edit of a public article: by its writer or an editor, until it is submitted."""
        if self.pending_edit and (
            self.pending_edit.state != Review.DRAFT or self.pending_edit.by_id != user.pk
        ):
            return False
        if user.has_perm("articles.edit_submitted_article"):
            return True
        return self.created_by_id == user.pk and user.has_perm("articles.change_article")

    def may_be_shown_by(self, user) -> bool:
        """Who may hand out a preview link: whoever may open the article in the newsroom."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def moves_for(self, user) -> list[Move]:
        """Exactly the moves this person may make now."""
        return [move for move in MOVES.values() if fits(move, self) and permits(move, self, user)]
