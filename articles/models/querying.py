"""Finding articles: what the public may see, what a desk waits for, what a person may open."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext

from articles.models.content import VIETNAMESE
from articles.models.listed import KINDS
from articles.models.revisions import Revision
from articles.signals import article_changed
from articles.workflow import Public, Refused, Review

LIVE = Q(public_state=Public.LIVE)
CARD_COLUMNS: dict = {}  # what rooms above show on a card
DESK_FIELDS = (  # no list needs them
    *("source_id", "source_url", "source_digest", "body_policy", "seal", "sealed_at"),
    *("embargo_until", "deadline", "priority", "claimed_by", "claimed_until"),
    *("transcript", "recording", "captions", "recording_link", "translation_of"),
)


class ArticleQuerySet(models.QuerySet):
    is_listed = False  # found by Listed

    def published(self):
        """The gate: the only code that knows what the public may see, by the database's clock."""
        return self.live().filter(published_at__lte=Now())

    def live(self):
        """Published or scheduled: what is made ready before readers may see it. No list for readers."""
        return self.filter(LIVE)

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
        return self.live().filter(published_at__gt=Now())

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

    def unpublished(self, review: Review | None = None):
        """Not public yet; of one state of review where it is given."""
        found = self.filter(public_state=Public.PRIVATE)
        return found.filter(review_state=review) if review else found

    def most_urgent_first(self):
        return self.order_by("priority", F("deadline").asc(nulls_last=True), "updated_at", "pk")

    def at_stage(self, stage):
        """Submitted, and waiting for the decision of this one."""
        return self.unpublished(Review.SUBMITTED).filter(stage=stage)

    def sent_back(self):
        """Drafts that somebody sent back and that were not submitted again."""
        back = Revision.objects.filter(article=OuterRef("pk"), act="send_back")
        return self.unpublished(Review.DRAFT).filter(Exists(back))

    def overdue(self):
        return self.unpublished().filter(deadline__lt=timezone.now())

    def with_edit_waiting(self):
        """Public ones with an edit that readers do not see, submitted for approval."""
        return self.filter(pending__state=Review.SUBMITTED)

    def visible_to(self, user):
        """What a person of the newsroom may open: a reporter never sees another's piece."""
        if user.has_perm("articles.see_all_articles"):
            return self
        if user.has_perm("articles.view_article"):
            return self.filter(created_by=user)
        return self.none()

    def nameable_by(self, user, article=None):
        """What a person may pick in `article`: what they may open, what is public, what it names already."""
        if user.has_perm("articles.see_all_articles"):
            return self
        found = self.visible_to(user) | self.published()
        if article:
            found |= self.filter(Q(pk=article.translation_of_id) | Q(pk__in=article.picks.values("target")))
        return found


class ArticleManager(models.Manager.from_queryset(ArticleQuerySet)):
    def start(self, by, **fields):
        """A new draft, version 0; the first `revise` makes it version 1."""
        if not by.has_perm("articles.add_article"):
            raise Refused(gettext("You have no right to write articles."))
        return self.create(created_by=by, **fields)
