"""What is not saved yet and who is at it: private drafts of open forms, and who has which article open."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

IDLE = timedelta(minutes=15)  # after so long without a sign, nobody has it open any more
KEPT = timedelta(days=30)
MOST = 50  # drafts a person
SIGN = """
    INSERT INTO articles_opening AS opening (article_id, person_id, opened_at, active_at)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT (article_id, person_id) DO UPDATE SET active_at = excluded.active_at, opened_at =
        CASE WHEN opening.active_at > %s THEN opening.opened_at ELSE excluded.opened_at END
"""


class PrivateDraftQuerySet(models.QuerySet):
    def offered_to(self, user, article):
        """Texts of this person's own forms of this article (None: a new one) that never were saved."""
        return self.filter(by=user, article=article, closed=False).order_by("-saved_at")

    def keep(self, by, article, tab: str, seen: int, fields: dict) -> "PrivateDraft":
        """The newest state of one open form. A form that was saved or given up stays closed."""
        draft, _new = self.get_or_create(
            by=by, tab=tab, defaults={"article": article, "seen": seen, "fields": fields}
        )
        rows = self.filter(pk=draft.pk, closed=False)
        rows.update(seen=seen, fields=fields, saved_at=timezone.now())
        if _new:
            old = self.filter(by=by).order_by("-saved_at").values("pk")[MOST:]
            self.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
        return draft

    def close(self, by, tab: str) -> None:
        """The form was saved, or its text is not wanted: what still comes from it is ignored."""
        if tab:
            self.filter(by=by, tab=tab).update(closed=True, fields={})

    def forget_old(self) -> None:
        self.filter(saved_at__lt=timezone.now() - KEPT).delete()


class PrivateDraft(models.Model):
    """The unsaved text of one open form (`tab`), seen by its writer alone. Never overwrites the article."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="private_drafts")
    tab = models.CharField(max_length=32)
    seen = models.PositiveIntegerField()  # the version the form was opened with
    fields = models.JSONField()  # name -> value or values, as the browser would send them
    closed = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = PrivateDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["by", "tab"], name="one_draft_per_open_form")]
        indexes = [models.Index(fields=["by", "article"], name="draft_offered")]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.fields.get('title', '')}"


class OpeningQuerySet(models.QuerySet):
    def sign_of_life(self, article, person) -> None:
        """This person has it open now. After an idle time it counts as opened anew."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(SIGN, [article.pk, person.pk, now, now, now - IDLE])

    def of_others(self, article, person):
        """Who else has it open, longest first."""
        alive = self.filter(article=article, active_at__gt=timezone.now() - IDLE).exclude(person=person)
        return alive.select_related("person").order_by("opened_at")


class Opening(models.Model):
    """A soft lock: it stops nobody, it tells."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    active_at = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("open article")
        verbose_name_plural = _("open articles")
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="opened_once_per_person")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.person_id}"
