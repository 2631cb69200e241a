"""One comment: held until a moderator decides, and every decision remembered."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.workflow import Refused
from comments import lexicon, moderation
from comments.models.decisions import Decisions
from comments.models.querying import CommentManager, content_hash, text_key
from comments.models.states import SENTENCES, Reason, State
from comments.words import Lexicon
from vietnamese.fields import LineField, TextField
from vietnamese.text import fold, normalise

MAX_NAME, MAX_TEXT = 60, 5000  # characters
VERDICT = ("flags", "words", "risk", "screened_with")  # fields that screening writes
REWRITE_SPAN = timedelta(minutes=5)  # in which a waiting comment may be mended by its writer


class Comment(Decisions, models.Model):
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="comments", db_index=False, verbose_name=_("article")
    )
    # Two levels: every answer of a thread has the thread's first comment as parent, whichever it answers.
    parent = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="thread")
    answers = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="answered_by")
    name = LineField(_("name"), max_length=MAX_NAME)
    wants_mail = models.BooleanField(default=False, editable=False)  # notices, once the address is confirmed
    email = models.EmailField(
        _("e-mail"), blank=True
    )  # "" once erased; on the moderators' detail page only, never anywhere else
    text = TextField(_("comment"), max_length=MAX_TEXT)  # what is printed
    original = TextField(editable=False, blank=True)  # the writer's words where a moderator edited them
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    folded = models.TextField(editable=False)  # name and text without marks, for the moderators' search
    text_key = models.CharField(max_length=32, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    day = models.DateField(editable=False)  # in Việt Nam
    flags = ArrayField(models.CharField(max_length=20), default=list, editable=False)  # moderation.Flag
    words = ArrayField(models.CharField(max_length=80), default=list, editable=False)  # of the lists
    risk = models.SmallIntegerField(default=0, editable=False)  # order of the queue
    screened_with = models.CharField(max_length=40, blank=True, editable=False)  # lexicon.version()

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD, editable=False)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    rewritten_at = models.DateTimeField(_("changed by the writer"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True, editable=False)

    first_yes_by = models.ForeignKey(  # of the two people a delicate comment needs
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    claimed_by = models.ForeignKey(  # whose screen it is on, until claimed_until
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, editable=False)

    likes = models.PositiveIntegerField(_("likes"), default=0, editable=False)  # rows of Like
    open_reports = models.PositiveIntegerField(_("reports"), default=0, editable=False)  # since last decision

    writer = models.CharField(max_length=32, editable=False)  # random, in hex: comments/writers.py
    network = models.CharField(max_length=32, blank=True, editable=False)  # accounts.readers.network_of
    proof = models.CharField(max_length=32, blank=True, default="", editable=False)  # comments/work.py
    consent_version = models.CharField(_("consent"), max_length=20, editable=False)
    consented_at = models.DateTimeField(_("consented at"), editable=False)

    objects = CommentManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-pk"]
        permissions = [("moderate_comment", "Can approve and reject comments")]
        constraints = [
            models.UniqueConstraint(fields=["article", "content_hash", "day"], name="comment_is_sent_once"),
            models.UniqueConstraint(
                fields=["proof"], name="work_pays_for_one_comment", condition=~Q(proof="")
            ),
            models.CheckConstraint(
                name="decided_comment_has_its_time",
                condition=Q(state=State.HELD, decided_at__isnull=True)
                | (~Q(state=State.HELD) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="rejected_comment_has_its_reason",
                condition=(Q(state=State.REJECTED) & ~Q(reason=""))
                | (~Q(state=State.REJECTED) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="answer_stands_in_a_thread",
                condition=Q(answers__isnull=True, parent__isnull=True)
                | Q(answers__isnull=False, parent__isnull=False),
            ),
        ]
        indexes = [
            models.Index("created_at", "id", name="comment_queue", condition=Q(state=State.HELD)),
            models.Index(
                "article", "created_at", "id", name="comment_thread", condition=Q(state=State.APPROVED)
            ),
            models.Index(
                "article",
                F("likes").desc(),
                F("id").desc(),
                name="comment_most_liked",
                condition=Q(state=State.APPROVED, parent=None),
            ),
            models.Index("created_at", "id", name="comment_newest", condition=Q(state=State.APPROVED)),
            models.Index("state", "decided_at", name="comment_decided", condition=~Q(state=State.HELD)),
            models.Index("writer", "article", name="comment_by_writer"),
            models.Index(
                F("risk").desc(), "created_at", "id", name="comment_riskiest", condition=Q(state=State.HELD)
            ),
            models.Index("screened_with", name="comment_lists_version", condition=Q(state=State.HELD)),
            models.Index("created_at", "id", name="comment_reported", condition=Q(open_reports__gt=0)),
            models.Index("network", "created_at", name="comment_by_network"),
            models.Index("article", "created_at", name="comment_by_article"),
            models.Index(Upper("email"), name="comment_by_mail"),
            models.Index("text_key", "created_at", name="comment_by_text"),
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="comment_search"),  # for found_by
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    def save(self, **kwargs) -> None:
        if self._state.adding:
            self.make_keys()
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """Its permanent place: the page of its thread, where it stands whatever is printed later."""
        root = self.parent_id or self.pk
        return f"{reverse('comments:thread', args=[self.article_id, root])}#{self.anchor}"

    def make_keys(self) -> None:
        self.folded = " ".join(fold(f"{self.name} {self.text}").split())
        self.text_key = text_key(self.text)

    @property
    def anchor(self) -> str:
        return f"y-kien-{self.pk}"

    @property
    def flag_labels(self) -> list[str]:
        return [moderation.Flag(flag).label for flag in self.flags]

    @property
    def reason_sentence(self) -> str:
        """Why it was rejected, in words for its writer."""
        return SENTENCES.get(self.reason, "")

    @property
    def is_edited(self) -> bool:
        return bool(self.original)

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_rejected(self) -> bool:
        return self.state == State.REJECTED

    @property
    def may_be_rewritten(self) -> bool:
        return self.is_held and self.created_at > timezone.now() - REWRITE_SPAN

    def takes_answers_on(self, article: Article) -> bool:
        return self.article_id == article.pk and self.is_approved

    def screen_again(self, lists_version: str, words: Lexicon) -> None:
        """Set, unsaved, what the lists of this version say (the fields in VERDICT)."""
        verdict = moderation.screen_again(f"{self.name}\n{self.text}", words, self.flags)
        self.flags, self.words, self.risk = verdict.flags, verdict.words, verdict.risk
        self.screened_with = lists_version

    # --- the writer's verb ----------------------------------------------------------------------

    @transaction.atomic
    def rewrite(self, writer: str, text: str) -> None:
        """The writer mends a waiting comment within five minutes; it is screened anew.

        Raises Refused when somebody has decided, the time is over, or it is another's comment.
        """
        found = Comment.objects.select_for_update().filter(pk=self.pk, writer=writer).first()
        if found is None or not found.may_be_rewritten:
            raise Refused(gettext("This comment cannot be changed any more."))
        self.text = normalise(text).strip()
        self.make_keys()
        self.content_hash = content_hash(self.email, self.text, self.answers)
        if Comment.objects.filter(article=self.article, day=self.day, content_hash=self.content_hash).exclude(
            pk=self.pk
        ):
            raise Refused(gettext("You have sent these very words already."))
        self.screen_again(*lexicon.current())
        self.rewritten_at = timezone.now()
        self.save(update_fields=["text", "folded", "text_key", "content_hash", "flags", "rewritten_at"])

    def pages(self) -> list[str]:
        """The addresses of the cached pages this comment stands on: its article and those below /y-kien/."""
        lists = [reverse(f"comments:{name}", args=[self.article_id]) for name in ("all", "newest", "liked")]
        thread = reverse("comments:thread", args=[self.article_id, self.parent_id or self.pk])
        return [self.article.get_absolute_url(), *lists, thread]
