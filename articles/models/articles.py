"""The article: its row, who may see it and what may be asked of it. What changes it is in verbs.py."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.chains import Chain, next_stage
from articles.models.content import VIETNAMESE, HasContent, seal_of, whole
from articles.models.holds import HoldsSuggestions
from articles.models.kinds import HasKind, Kind
from articles.models.listed import KINDS
from articles.models.people import Author
from articles.models.revisions import Revision
from articles.models.verbs import Verbs
from articles.signals import article_changed
from articles.workflow import (
    MOVES,
    STAGE_RIGHTS,
    WAITING,
    Move,
    Public,
    Refused,
    Review,
    Stage,
    fits,
    permits,
)
from vietnamese.fields import LineField, TextField

LIVE = Q(public_state=Public.LIVE)
UPDATED_AFTER = timedelta(minutes=5)  # after publication: sooner is the same act


CARD_COLUMNS: dict = {}  # what rooms above show on a card


class ArticleQuerySet(models.QuerySet):
    is_listed = False  # found by Listed

    def published(self):
        """The gate: the only code that knows what the public may see, by the database's clock."""
        return self.filter(LIVE, published_at__lte=Now())

    def next_due(self) -> datetime | None:
        """When the next scheduled article comes out; None when nothing is scheduled."""
        return self.scheduled().order_by("published_at", "pk").values_list("published_at", flat=True).first()

    @transaction.atomic
    def announce_due(self, most: int = 50) -> int:
        """Tell caches and feeds of scheduled articles whose minute has come; how many. Any number at once.

        They have been visible since their minute. The telling comes before the commit that ticks them off:
        who is killed in between tells again, which is harmless; nobody is left out or ticked off twice.
        """
        rows = self.published().filter(to_announce=True).select_for_update(of=("self",), skip_locked=True)
        due = list(rows.select_related("section", "top_section").order_by("published_at", "pk")[:most])
        if due:
            paths = frozenset().union(*(article.public_paths() for article in due))
            article_changed.send_robust(sender=None, paths=paths)
            self.model.objects.filter(pk__in=[article.pk for article in due]).update(to_announce=False)
        return len(due)

    def withdrawn(self):
        """Once public; the public is told that they are gone, and nothing more."""
        return self.filter(public_state=Public.WITHDRAWN)

    def scheduled(self):
        """Live, but their date is still to come."""
        return self.filter(LIVE, published_at__gt=Now())

    def newest(self):
        """In the order of the index that finds them."""
        if self.is_listed:
            return self.order_by("-listed__published_at", "-listed__article_id")
        return self.order_by("-published_at", "-pk")

    def in_edition(self, language: str = VIETNAMESE):
        """What the lists of one language show: they never mix."""
        return self.filter(language=language)

    def listed_under(self, owner):
        """Those on the page of a tag, a running story or an author."""
        found = self.filter(listed__kind=KINDS[type(owner)], listed__owner=owner.pk)
        found.is_listed = True
        return found

    def _clone(self):
        clone = super()._clone()
        clone.is_listed = self.is_listed
        return clone

    def in_section(self, section):
        """Of a top section with everything below it, or of a sub-section."""
        return self.filter(**({"section": section} if section.parent_id else {"top_section": section}))

    def cards(self):
        """All a list needs to show an article: never its body."""
        shown = self.select_related("section", "lead_picture").defer("body", *DESK_FIELDS)
        return shown.annotate(**CARD_COLUMNS)

    def waiting(self):
        """Not public, and still to become it: the most urgent first."""
        first = F("deadline").asc(nulls_last=True)
        return self.filter(public_state=Public.PRIVATE).order_by("priority", first, "updated_at", "pk")

    def at_stages_of(self, user):
        """Those whose next step is this person's to decide."""
        held = [stage for stage, right in STAGE_RIGHTS.items() if user.has_perm(f"articles.{right}")]
        return self.filter(public_state=Public.PRIVATE, review_state=Review.SUBMITTED, stage__in=held)

    def sent_back(self):
        """Drafts that somebody sent back and that were not submitted again."""
        back = Revision.objects.filter(article=OuterRef("pk"), act="send_back")
        return self.filter(Exists(back), public_state=Public.PRIVATE, review_state=Review.DRAFT)

    def visible_to(self, user):
        """What a person of the newsroom may open: a reporter never sees another's piece."""
        if user.has_perm("articles.see_all_articles"):
            return self
        if user.has_perm("articles.view_article"):
            return self.filter(created_by=user)
        return self.none()


class ArticleManager(models.Manager.from_queryset(ArticleQuerySet)):
    def start(self, by, **fields) -> "Article":
        """A new draft, version 0; the first `revise` makes it version 1."""
        if not by.has_perm("articles.add_article"):
            raise Refused(gettext("You have no right to write articles."))
        return self.create(created_by=by, **fields)


DESK_FIELDS = (
    *("source_id", "source_url", "source_digest", "body_policy", "seal", "sealed_at"),
    *("embargo_until", "deadline", "priority", "claimed_by", "claimed_until"),
    *("transcript", "recording", "recording_link", "translation_of"),
)


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    NORMAL = 2, _("Normal")
    CAN_WAIT = 3, _("Can wait")


class Article(HasContent, HasKind, Verbs, HoldsSuggestions, models.Model):
    title = LineField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100, editable=False)
    source_prefix = LineField(_("source prefix"), max_length=20, blank=True)
    lead = TextField(_("lead"), max_length=1000, blank=True)
    body = models.TextField(_("body"), blank=True)  # cleaned HTML: see articles/body.py
    body_policy = models.PositiveSmallIntegerField(default=0, editable=False)  # version of the cleaning rules

    lead_picture = models.ForeignKey(
        "images.Image", models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("picture")
    )
    pictures = models.ManyToManyField(  # all it shows, kept by the verbs
        "images.Image", through="articles.PictureUse", related_name="articles"
    )
    caption = LineField(_("caption"), max_length=500, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    alternative_text = LineField(_("alternative text"), max_length=300, blank=True)

    kind = models.CharField(
        _("kind of story"),
        max_length=8,
        choices=Kind,
        default=Kind.STORY,
        help_text=_(
            "Photo story: put the pictures into the text, each with its caption. Long-form: headings become "
            "chapters, a picture right above one fills the screen. Video, podcast: choose a file or a link."
        ),
    )
    recording = models.ForeignKey(
        "recordings.Recording",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("recording"),
        help_text=_("A video or audio file kept by the paper itself."),
    )
    recording_link = LineField(
        _("or its address elsewhere"),
        max_length=500,
        blank=True,
        help_text=_(
            "On YouTube, Vimeo or Spotify. Nothing is fetched from there before the reader presses play."
        ),
    )
    transcript = TextField(
        _("transcript"),
        blank=True,
        help_text=_("What is said in the recording, for those who cannot hear it, and for searching."),
    )

    section = models.ForeignKey(
        "articles.Section",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    top_section = models.ForeignKey(  # of `section`: one index serves a section with all below it
        "articles.Section", models.PROTECT, null=True, related_name="+", editable=False
    )
    language = models.CharField(max_length=2, default=VIETNAMESE, editable=False)  # of the section's edition
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The Vietnamese article this one tells in English. Both pages name each other."),
    )
    tags = TaggableManager(through="articles.TaggedArticle", blank=True, verbose_name=_("tags"))
    topics = models.ManyToManyField(
        "articles.Topic", blank=True, related_name="articles", verbose_name=_("topics")
    )
    authors = models.ManyToManyField(Author, through="articles.Byline", related_name="articles")

    review_state = models.CharField(
        _("review state"), max_length=12, choices=Review, default=Review.DRAFT, editable=False
    )
    public_state = models.CharField(
        _("public state"), max_length=12, choices=Public, default=Public.PRIVATE, editable=False
    )
    stage = models.CharField(  # whose turn it is while it is submitted
        _("stage"), max_length=12, choices=Stage, blank=True, editable=False
    )
    seal = models.CharField(max_length=64, blank=True, editable=False)  # of the content that was approved
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, editable=False)
    embargo_until = models.DateTimeField(_("under embargo until"), null=True, editable=False)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("claimed by"),
    )
    claimed_until = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    card = models.CharField(max_length=80, blank=True, editable=False)  # drawn for social networks: social.py
    to_announce = models.BooleanField(default=False, editable=False)  # scheduled; nobody was told yet
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles",
        verbose_name=_("writer"),
    )
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    ratings_open = models.BooleanField(_("ratings open"), default=True)
    comments_open = models.BooleanField(_("comments open"), default=True)
    is_corrected = models.BooleanField(default=False, editable=False)  # set with its first correction
    comments_close_at = models.DateTimeField(_("comments close at"), null=True, blank=True)

    source_id = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001 (unique)
    source_url = models.CharField(max_length=500, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)  # of the record last imported

    objects = ArticleManager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-pk"]
        permissions = [
            ("see_all_articles", "Can see everybody's articles"),
            ("submit_article", "Can submit articles"),
            ("edit_submitted_article", "Can edit submitted articles"),
            ("pass_on_article", "Can pass on articles"),
            ("send_back_article", "Can send articles back"),
            ("publish_article", "Can publish articles"),
            ("edit_live_article", "Can edit approved and public articles"),
            ("withdraw_article", "Can withdraw articles"),
            ("approve_as_chief", "Can approve as editor-in-chief"),
            ("publish_in_emergency", "Can publish in an emergency"),
            ("choose_suggestions", "Can choose what is suggested under an article"),
        ]
        constraints = [
            models.CheckConstraint(
                name="public_article_has_date_publisher_section",
                condition=Q(public_state=Public.PRIVATE)
                | Q(published_at__isnull=False, published_by__isnull=False, section__isnull=False),
            ),
            models.CheckConstraint(
                name="public_article_is_approved",
                condition=Q(public_state=Public.PRIVATE) | Q(review_state=Review.APPROVED),
            ),
            models.CheckConstraint(
                name="submitted_article_waits_at_a_stage",
                condition=Q(review_state=Review.SUBMITTED, stage__in=Stage.values)
                | (~Q(review_state=Review.SUBMITTED) & Q(stage="")),
            ),
            models.CheckConstraint(
                name="section_and_top_section_together",
                condition=Q(section__isnull=True, top_section__isnull=True)
                | Q(section__isnull=False, top_section__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest", condition=LIVE),
            models.Index(
                fields=["section", "-published_at", "-id"], name="article_by_section", condition=LIVE
            ),
            models.Index(
                fields=["top_section", "-published_at", "-id"], name="article_by_top_section", condition=LIVE
            ),
            models.Index(fields=["review_state", "-updated_at"], name="article_desk", condition=~LIVE),
            models.Index(fields=["created_by", "-updated_at"], name="article_by_writer"),
            models.Index(fields=["published_at"], name="article_to_announce", condition=Q(to_announce=True)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The canonical address; the number decides, the rest is for people and search engines."""
        return f"/{self.section.path}/{self.slug}-a{self.pk}.html"

    # --- questions ------------------------------------------------------------------------------

    @property
    def is_scheduled(self) -> bool:
        return self.public_state == Public.LIVE and self.published_at > timezone.now()

    @property
    def is_public(self) -> bool:
        return self.public_state == Public.LIVE and not self.is_scheduled

    @property
    def was_updated(self) -> bool:
        """What readers see was changed after it appeared: an approved edit or a correction."""
        return self.updated_at > self.published_at + UPDATED_AFTER

    @property
    def social_url(self) -> str:
        """The picture social networks show; "" where there is neither one nor a card."""
        if self.lead_picture:
            return self.lead_picture.social_url
        return default_storage.url(self.card) if self.card else ""

    @property
    def state_label(self) -> str:
        """The words the newsroom uses for where this article is."""
        if self.public_state == Public.WITHDRAWN:
            return gettext("Withdrawn")
        if self.public_state == Public.LIVE:
            return gettext("Scheduled") if self.is_scheduled else gettext("Public")
        if self.review_state == Review.SUBMITTED:
            return (
                gettext("Changed after approval, waits for it again")
                if self.seal
                else str(WAITING[self.stage])
            )
        if self.review_state == Review.APPROVED:
            return gettext("Approved, under embargo") if self.is_embargoed else gettext("Approved")
        return gettext("Draft")

    @property
    def is_embargoed(self) -> bool:
        return bool(self.embargo_until and self.embargo_until > timezone.now())

    @property
    def is_claimed(self) -> bool:
        return bool(self.claimed_by_id and self.claimed_until and self.claimed_until > timezone.now())

    @property
    def is_overdue(self) -> bool:
        return bool(self.deadline and self.deadline < timezone.now() and self.public_state == Public.PRIVATE)

    @property
    def pending_edit(self):
        """The edit readers do not see yet, or None."""
        return getattr(self, "pending", None)

    def latest_content(self) -> dict:
        """The newest text the newsroom has: the pending edit where there is one."""
        return whole(self.pending_edit.content) if self.pending_edit else self.content()

    # --- approval -------------------------------------------------------------------------------

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

    @property
    def comments_are_open(self) -> bool:
        return self.comments_open and not (
            self.comments_close_at and self.comments_close_at <= timezone.now()
        )

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

    def own_path(self) -> set[str]:
        """The address of its page, while it has one."""
        return {self.get_absolute_url()} if self.public_state == Public.LIVE else set()

    def public_paths(self) -> set[str]:
        """Every public address that shows this article, as it stands now; empty while it is not live."""
        from articles.archive_views import archive_paths
        from articles.feeds import feed_paths
        from articles.running import neighbours_of
        from articles.sitemaps import part_path

        if self.public_state != Public.LIVE:
            return set()
        pages = [
            self,
            self.section,
            self.top_section,
            *self.tags.all(),
            *self.topics.all(),
            *self.authors.all(),
        ]
        public = Article.objects.filter(LIVE).select_related("section")
        named_by = [*public.filter(picks__target=self), *public.filter(holds__other=self, holds__kind="pin")]
        told_again = Q(translation_of=self) | Q(pk=self.translation_of_id)
        pairs = Article.objects.filter(told_again, LIVE).select_related("section")
        return {
            "/",
            "/rss/",
            "/sitemap.xml",
            "/news-sitemap.xml",
            part_path(self.pk),
            "/rss/atom.xml",
            *feed_paths(page for page in pages if page is not self),
            "/doc-nhieu/",
            *archive_paths(self.published_at),
            *(page.get_absolute_url() for page in [*pages, *named_by, *pairs, *neighbours_of(self)]),
        }
