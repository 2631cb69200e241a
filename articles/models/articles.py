"""The article: its row and what may be asked of it. Finding it is in querying.py, changing it in verbs.py."""

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.approval import HasApproval
from articles.models.content import VIETNAMESE, HasContent, whole
from articles.models.holds import HoldsSuggestions
from articles.models.kinds import HasKind, Kind
from articles.models.paths import HasPaths
from articles.models.people import Author
from articles.models.querying import LIVE, ArticleManager
from articles.models.verbs import Verbs
from articles.workflow import WAITING, Public, Review, Stage
from vietnamese.fields import LineField, TextField

UPDATED_AFTER = timedelta(minutes=5)  # after publication: sooner is the same act


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    NORMAL = 2, _("Normal")
    CAN_WAIT = 3, _("Can wait")


class Article(HasContent, HasKind, HasApproval, HasPaths, Verbs, HoldsSuggestions, models.Model):
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
    captions = models.ForeignKey(  # those of the recording that were there when the text was saved
        "recordings.Captions",
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("captions"),
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

    @property
    def comments_are_open(self) -> bool:
        return self.comments_open and not (
            self.comments_close_at and self.comments_close_at <= timezone.now()
        )
