"""Finding comments, and taking in new ones."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from accounts.turns import take_turn
from articles.models import Article
from articles.workflow import Refused
from comments import lexicon, moderation
from comments.models.acts import Act
from comments.models.letters import Correspondent
from comments.models.people import StoppedWriter
from comments.models.policies import comments_are_open, trust_after
from comments.models.states import State, TooMany
from vietnamese.text import fold, fold_syllables, normalise

SAME_TEXT_SPAN = timedelta(days=7)
CLAIM_SPAN = timedelta(minutes=3)  # renewed whenever the desk is drawn anew
MOST_REJECTED = 0.1  # of a trusted writer's approved ones


class CommentQuerySet(models.QuerySet):
    def approved(self):
        """The gate: the only code that knows which comments the public may see."""
        return self.readable().filter(article__in=Article.objects.published())

    def readable(self):
        """Approved, and so is the comment they answer: what the public sees while the article is public."""
        above = Q(parent=None) | Q(parent__state=State.APPROVED)
        return self.filter(above, state=State.APPROVED)

    def held(self):
        return self.filter(state=State.HELD)

    def reported(self):
        """Printed, and readers' reports on them still wait for a moderator."""
        return self.filter(state=State.APPROVED, open_reports__gt=0)

    def free_for(self, person):
        """Without those on somebody else's screen."""
        taken = Q(claimed_until__gt=timezone.now()) & ~Q(claimed_by=person)
        return self.exclude(taken & Q(claimed_by__isnull=False))

    def waiting_of(self, writer: str | None, article):
        """What this reader sent and nobody has decided yet: shown to them alone."""
        return self.held().filter(writer=writer, article=article).order_by("pk") if writer else self.none()

    def found_by(self, words: str):
        """Name and text with or without marks."""
        return self.filter(folded__contains=" ".join(fold(words).split()))


class CommentManager(models.Manager.from_queryset(CommentQuerySet)):
    def send(
        self,
        article: Article,
        *,
        name: str,
        email: str,
        text: str,
        writer: str,
        consent_version: str,
        network: str = "",
        form_age: float | None = None,
        answers=None,
        wants_mail: bool = False,
        proof: str | None = "",
    ) -> tuple:
        """Take in a reader's comment and hold it; (comment, True), or (the first one, False) if sent before.

        writer: 32 hex digits. network: see accounts.readers.network_of. form_age: seconds the form was open.
        answers: a printed comment of either level on the same article. proof: see comments.work.proof_of.
        Raises Refused where comments are closed, TooMany when more come than the limits of
        comments/moderation.py allow.
        """
        _refuse_closed(article, writer, email, answers)
        text = normalise(text).strip()
        same = {
            "article": article,
            "day": timezone.localdate(),
            "content_hash": content_hash(email, text, answers),
        }
        if first := self.filter(**same).first():
            return first, False
        comment = self.model(
            **same,
            name=name,
            email=email,
            text=text,
            writer=writer,
            network=network,
            answers=answers,
            parent_id=answers and (answers.parent_id or answers.pk),
            wants_mail=wants_mail,
            proof=proof or "",
            consent_version=consent_version,
            consented_at=timezone.now(),
        )
        try:
            self._take_in(comment, form_age, work_is_missing=proof is None)
        except IntegrityError:  # the same form, sent twice at the same moment
            return self.get(**same), False
        return comment, True

    @transaction.atomic
    def _take_in(self, comment, form_age: float | None, *, work_is_missing: bool) -> None:
        """Count against the limits, screen and keep, while nobody else does so for the same network."""
        if comment.proof:
            take_turn("work for a comment", comment.proof)
            if self.filter(proof=comment.proof).exists():
                comment.proof, work_is_missing = "", True
        from_network = self._guard(comment.article, comment.network)
        history = self._history_of(comment.writer)
        around = moderation.Circumstances(
            form_age=form_age,
            seen_before=self._seen_before(comment.text),
            from_network=from_network + 1,
            disposable_mail=comment.email.rpartition("@")[2].lower() in lexicon.disposable_domains(),
            work_is_missing=work_is_missing,
            **history,
        )
        comment.screened_with, words = lexicon.current()
        verdict = moderation.screen(f"{comment.name}\n{comment.text}", words, around)
        comment.flags, comment.words, comment.risk = verdict.flags, verdict.words, verdict.risk
        comment.save()
        if comment.wants_mail:
            Correspondent.objects.ask(comment.email)
        if is_trusted(comment, **history):
            comment.print_by_trust()

    def _guard(self, article: Article, network: str) -> int:
        """How many came from this network lately; TooMany where a limit is reached."""
        if network:
            take_turn("comments of a network", network)
        take_turn("comments on an article", article.pk)
        now = timezone.now()
        lately = self.filter(created_at__gt=now - moderation.NETWORK_SPAN, network=network)
        from_network = lately[: moderation.LIMIT_PER_NETWORK].count() if network else 0
        if from_network >= moderation.LIMIT_PER_NETWORK:
            raise TooMany(
                gettext("Many comments came from your network. Please send yours again in ten minutes.")
            )
        here = self.filter(article=article, created_at__gt=now - moderation.ARTICLE_SPAN)
        if here[: moderation.LIMIT_PER_ARTICLE].count() >= moderation.LIMIT_PER_ARTICLE:
            raise TooMany(
                gettext("Very many readers are writing now. Please send your comment again in a minute.")
            )
        return from_network

    def _history_of(self, writer: str) -> dict[str, int]:
        """{"approved": number, "rejected": number} of what this writer sent before."""
        return self.filter(writer=writer).aggregate(
            approved=Count("pk", filter=Q(state=State.APPROVED)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
        )

    def _seen_before(self, text: str) -> bool:
        since = timezone.now() - SAME_TEXT_SPAN
        return self.filter(text_key=text_key(text), created_at__gt=since).exists()

    @transaction.atomic
    def claim(self, ids: Iterable[int], person) -> None:
        """Put waiting comments on this person's screen for a while; those on another's are left."""
        free = self.held().free_for(person).filter(pk__in=list(ids))
        mine = list(free.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        self.filter(pk__in=mine).update(claimed_by=person, claimed_until=timezone.now() + CLAIM_SPAN)

    def decide_many(
        self, chosen: Iterable[tuple[int, str]], act: str, by, *, reason: str = "", note: str = ""
    ) -> tuple[list[int], list[str]]:
        """Approve or reject each comment of [(id, state seen)] by its own verb, each in its own transaction.

        Returns the ids that were decided and, in words, why the others were not.
        """
        seen_states = dict(chosen)
        done, refusals = [], []
        for comment in self.filter(pk__in=seen_states).select_related("article__section").order_by("pk"):
            try:
                if act == Act.REJECT:
                    comment.reject(by, reason, note, seen=seen_states[comment.pk])
                elif not comment.approve(by, seen=seen_states[comment.pk]):
                    raise Refused(gettext("Your approval is noted; a second person has to approve it, too."))
            except Refused as refusal:
                refusals.append(f"#{comment.pk} ({comment.name}): {refusal}")
            else:
                done.append(comment.pk)
        return done, refusals


def _refuse_closed(article: Article, writer: str, email: str, answers) -> None:
    if not comments_are_open(article):
        raise Refused(gettext("Comments are closed for this article."))
    if StoppedWriter.objects.has(writer, email):
        raise Refused(gettext("The paper takes no more comments from you at present."))
    if answers and not answers.takes_answers_on(article):
        raise Refused(gettext("This comment cannot be answered any more."))


def is_trusted(comment, *, approved: int, rejected: int) -> bool:
    """Whether a new comment skips the queue: many approved, few rejected, and nothing speaks against it."""
    needed = trust_after(comment.article)
    if not needed or approved < needed or rejected > MOST_REJECTED * approved:
        return False
    return set(comment.flags) <= {moderation.Flag.APPROVED_BEFORE.value} and comment.risk <= 0


def content_hash(email: str, text: str, answers=None) -> str:
    """Under one key, whatever one person sends twice: the address, the words, the comment answered."""
    parts = (fold(email).strip(), " ".join(fold(text).split()), str(answers.pk if answers else ""))
    return salted_hmac("comments.content", "\n".join(parts), algorithm="sha256").hexdigest()


def text_key(text: str) -> str:
    """Under one key, the same words from anybody, however they are marked, spaced and dotted."""
    return hashlib.sha256(" ".join(fold_syllables(text)).encode()).hexdigest()[:32]
