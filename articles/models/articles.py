"""The article: what readers see, who may see it, and the verbs that change it."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.people import Author
from articles.models.revisions import Revision
from articles.models.tags import Tag
from articles.signals import announce
from articles.workflow import MOVES, Move, Public, Refused, Review, Stale, fits, permits
from vietnamese.fields import LineField, TextField
from vietnamese.text import normalise_line, slug

LIVE = Q(public_state=Public.LIVE)


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """The gate: the only code that knows what the public may see, by the database's clock."""
        return self.filter(LIVE, published_at__lte=Now())

    def next_due(self) -> datetime | None:
        """When the next scheduled article comes out; None when nothing is scheduled."""
        return self.scheduled().order_by("published_at", "pk").values_list("published_at", flat=True).first()

    def scheduled(self):
        """Live, but their date is still to come."""
        return self.filter(LIVE, published_at__gt=Now())

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def in_section(self, section):
        """Of a top section with everything below it, or of a sub-section."""
        return self.filter(**({"section": section} if section.parent_id else {"top_section": section}))

    def cards(self):
        """All a list needs to show an article: never its body."""
        return self.select_related("section", "lead_picture").defer("body", *DESK_FIELDS)

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


DESK_FIELDS = ("source_id", "source_url", "source_digest", "body_policy")


class Article(models.Model):
    title = LineField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100, editable=False)
    source_prefix = LineField(_("source prefix"), max_length=20, blank=True)
    lead = TextField(_("lead"), max_length=1000, blank=True)
    body = models.TextField(_("body"), blank=True)  # cleaned HTML: see articles/body.py
    body_policy = models.PositiveSmallIntegerField(default=0, editable=False)  # version of the cleaning rules

    lead_picture = models.ForeignKey(
        "images.Image", models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("picture")
    )
    caption = LineField(_("caption"), max_length=500, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    alternative_text = LineField(_("alternative text"), max_length=300, blank=True)

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
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
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
    def state_label(self) -> str:
        """The one word the newsroom uses for where this article is."""
        if self.is_scheduled:
            return gettext("Scheduled")
        shown = (
            self.get_review_state_display
            if self.public_state == Public.PRIVATE
            else self.get_public_state_display
        )
        return shown()

    @property
    def comments_are_open(self) -> bool:
        return self.comments_open and not (
            self.comments_close_at and self.comments_close_at <= timezone.now()
        )

    def can_be_edited_by(self, user) -> bool:
        if self.public_state != Public.PRIVATE or self.review_state == Review.APPROVED:
            return user.has_perm("articles.edit_live_article")
        if self.review_state == Review.SUBMITTED:
            return user.has_perm("articles.edit_submitted_article")
        return self.created_by_id == user.pk and user.has_perm("articles.change_article")

    def moves_for(self, user) -> list[Move]:
        """Exactly the moves this person may make now."""
        scheduled = self.is_scheduled
        return [m for m in MOVES.values() if fits(m, self, scheduled=scheduled) and permits(m, self, user)]

    def missing(self) -> list[str]:
        """In words, what the article still lacks before anybody else may get it."""
        needed = {"title": self.title, "lead": self.lead, "body": self.body, "section": self.section_id}
        return [str(self._meta.get_field(name).verbose_name) for name, value in needed.items() if not value]

    def content(self) -> dict:
        """Everything readers see, as data: what a revision keeps."""
        fields = {name: getattr(self, name) for name in CONTENT_FIELDS}
        return fields | {
            "bylines": [[row.author_id, row.role] for row in self.bylines.all()],
            "picks": [[pick.target_id, pick.text] for pick in self.picks.all()],
            "tags": [tag.name for tag in self.tags.all()],
            "topics": [topic.pk for topic in self.topics.all()],
        }

    def public_paths(self) -> set[str]:
        """Every public address that shows this article, as it stands now; empty while it is not live."""
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
        picked_by = Article.objects.filter(LIVE, picks__target=self).select_related("section")
        return {
            "/",
            "/rss/",
            "/sitemap.xml",
            f"/sitemap-{self.pk // 10_000}.xml",
            "/news-sitemap.xml",
            self.section.feed_url(),
            self.top_section.feed_url(),
            *(page.get_absolute_url() for page in [*pages, *picked_by]),
        }

    # --- verbs ----------------------------------------------------------------------------------

    @transaction.atomic
    def revise(
        self, by, *, seen: int, changes: dict, bylines=None, picks=None, tags=None, topics=None
    ) -> "Article":
        """Save new content over the version this person saw.

        changes: field -> value, of CONTENT_FIELDS and SWITCHES. bylines: [(Author, role)], picks:
        [(Article or None, text)], tags: [str], topics: [Topic]; None leaves a relation alone.
        Raises Stale when the article moved on since version `seen`, Refused without the right.
        """
        before = self._lock(seen)
        if not before.can_be_edited_by(by):
            raise Refused(gettext("You cannot edit this article while it is: %s.") % before.state_label)
        touched, old = before.public_paths(), before.content()
        switches = [getattr(before, name) for name in SWITCHES]
        before._apply(changes)
        before._relate(bylines, picks, tags, topics)
        is_new_text = before.content() != old or before.version == 0
        if not is_new_text and [getattr(before, name) for name in SWITCHES] == switches:
            return self._become(before)  # a save that changes nothing is no version
        if is_new_text:
            before.updated_at = timezone.now()
        before._store("revise", by)
        announce(touched | before.public_paths())
        return self._become(before)

    @transaction.atomic
    def move(self, code: str, by, *, seen: int, reason: str = "", at: datetime | None = None) -> "Article":
        """Make one move of the table. `at`: when a published article shall appear (now, if not given).

        Raises Stale when the article moved on since version `seen`, Refused (with the reason in words) when
        the move is not allowed, a reason is missing or the article is not complete.
        """
        move, row = MOVES[code], self._lock(seen)
        row._check(move, by, normalise_line(reason))
        touched = row.public_paths()
        row.review_state, row.public_state = move.review_to, move.public_to
        if move.takes_time:
            row.published_at, row.published_by = at or timezone.now(), by
        row._store(code, by, reason=reason, keep_content=move.public_to == Public.LIVE)
        announce(touched | row.public_paths())
        return self._become(row)

    def _lock(self, seen: int) -> "Article":
        row = (
            Article.objects.select_for_update(of=("self",))
            .select_related("section", "top_section")
            .get(pk=self.pk)
        )
        if row.version != seen:
            raise Stale(
                gettext("Somebody changed this article after you opened it. Nothing was overwritten.")
            )
        return row

    def _check(self, move: Move, by, reason: str) -> None:
        if not permits(move, self, by):
            raise Refused(gettext("You have no right to do this: %s.") % move.label)
        if not fits(move, self, scheduled=self.is_scheduled):
            raise Refused(gettext("This is not possible while the article is: %s.") % self.state_label)
        if move.needs_reason and not reason:
            raise Refused(gettext("Write the reason, so that the others know what to do."))
        if move.needs_complete and (missing := self.missing()):
            raise Refused(gettext("The article still lacks: %s.") % ", ".join(missing).lower())

    def _apply(self, changes: dict) -> None:
        from articles.body import POLICY, clean

        for name, value in changes.items():
            if name not in CONTENT_FIELDS and name not in SWITCHES:
                raise ValueError(f"{name} is not revised here")
            setattr(self, name, value)
        if "body" in changes:
            self.body, self.body_policy = clean(self.body), POLICY
        self.title = normalise_line(self.title)
        self.slug = slug(self.title, 100) or "bai"
        section = self.section
        self.top_section = section and (section.parent or section)

    def _relate(self, bylines, picks, tags, topics) -> None:
        if bylines is not None:
            self.bylines.all().delete()
            rows = dict.fromkeys(bylines)  # the same work of the same person counts once
            self.bylines.bulk_create(
                self.bylines.model(article=self, author=author, role=role, order=order)
                for order, (author, role) in enumerate(rows)
            )
        if picks is not None:
            self.picks.all().delete()
            self.picks.bulk_create(
                Pick(article=self, target=target, text=text or target.title, order=order)
                for order, (target, text) in enumerate(picks)
            )
        if tags is not None:
            self.tags.set(Tag.objects.for_names(tags))
        if topics is not None:
            self.topics.set(topics)
        self._prefetched_objects_cache = {}

    def _store(self, act: str, by, *, reason: str = "", keep_content: bool = True) -> None:
        from articles.indexing import keep_up

        self.version += 1
        self.save(update_fields=[*STORED_FIELDS, "version"])
        Revision.objects.create(
            article=self,
            version=self.version,
            act=act,
            by=by,
            reason=reason,
            content=self.content() if keep_content else None,
        )
        keep_up([self.pk])

    def _become(self, row: "Article") -> "Article":
        """Let the caller's instance show what the database now holds."""
        self.__dict__.update(row.__dict__)
        return self


CONTENT_FIELDS = (
    "title",
    "source_prefix",
    "lead",
    "body",
    "lead_picture_id",
    "caption",
    "credit",
    "alternative_text",
    "section_id",
)
SWITCHES = ("ratings_open", "comments_open", "comments_close_at")
STORED_FIELDS = (
    *(name.removesuffix("_id") for name in CONTENT_FIELDS),
    *SWITCHES,
    "slug",
    "top_section",
    "body_policy",
    "review_state",
    "public_state",
    "published_at",
    "published_by",
    "updated_at",
)


class Pick(models.Model):
    """A related article chosen by the desk, in order; plain text where the archive does not have it (yet)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="picks")
    target = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="picked_by", verbose_name=_("article")
    )
    text = LineField(_("headline"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pick_has_article_or_text", condition=Q(target__isnull=False) | ~Q(text="")
            ),
            models.CheckConstraint(
                name="pick_is_another_article",
                condition=Q(target__isnull=True) | ~Q(target=models.F("article")),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.target)
