"""Mail to readers and moderators, as rows that wait until the mail server takes them."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRM_AGAIN = timedelta(hours=1)  # one address is asked at most so often
AFTER_DECISION = timedelta(seconds=40)  # longer than a moderator may undo
DIGEST_EVERY = timedelta(hours=1)
SALT = "comments.letters"
DOOR_SECONDS = 24 * 3600  # how long a link to one's own data opens


class CorrespondentManager(models.Manager):
    def of(self, email: str) -> "Correspondent":
        """The row of this address, made if there is none."""
        return self.get_or_create(email=email.strip().lower())[0]

    def reachable(self, email: str) -> "Correspondent | None":
        """Whoever confirmed this address and has not stopped the notices."""
        found = self.filter(email=email.strip().lower(), confirmed_at__isnull=False, stopped_at=None)
        return found.first() if email else None

    def ask(self, email: str) -> None:
        """Queue the letter that asks the owner of an address whether notices are welcome."""
        person, now = self.of(email), timezone.now()
        if person.confirmed_at and not person.stopped_at:
            return
        due = Q(asked_at=None) | Q(asked_at__lt=now - CONFIRM_AGAIN)
        if self.filter(due, pk=person.pk).update(asked_at=now):
            Letter.objects.create(kind=Letter.CONFIRM, correspondent=person)

    def open_door(self, email: str) -> None:
        """Queue the letter with the link to everything the paper holds under an address."""
        person, now = self.of(email), timezone.now()
        due = Q(door_at=None) | Q(door_at__lt=now - timedelta(minutes=10))
        if self.filter(due, pk=person.pk).update(door_at=now):
            Letter.objects.create(kind=Letter.DOOR, correspondent=person)

    def by_token(self, token: str, purpose: str, *, max_age: int | None = None) -> "Correspondent | None":
        """Whom a link of ours was sent to; None for another purpose, a broken or an old token."""
        try:
            pk = signing.loads(token, salt=f"{SALT}.{purpose}", max_age=max_age)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first()


class Correspondent(models.Model):
    """An address that may get mail. Gone once nothing is held under it any more."""

    email = models.EmailField(unique=True)
    asked_at = models.DateTimeField(null=True)
    door_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects = CorrespondentManager()

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def token(self, purpose: str) -> str:
        """For a link in a letter; it holds no address, so that none stands in anybody's log."""
        return signing.dumps(self.pk, salt=f"{SALT}.{purpose}")


class LetterManager(models.Manager):
    def notify(self, comment) -> None:
        """Queue what a decision means for its writer, and for the writer it answers; in its transaction."""
        decided = {"approved": Letter.APPROVED, "rejected": Letter.REJECTED}.get(comment.state)
        self.filter(comment=comment).delete()  # of a decision that was undone before its letter left
        if decided is None:
            return
        self._queue(decided, comment, comment.email if comment.wants_mail else "")
        answered = comment.answers
        if (
            answered
            and answered.wants_mail
            and decided == Letter.APPROVED
            and answered.email != comment.email
        ):
            self._queue(Letter.REPLY, comment, answered.email)

    def _queue(self, kind: str, comment, email: str) -> None:
        if person := Correspondent.objects.reachable(email):
            due = timezone.now() + AFTER_DECISION
            self.create(kind=kind, comment=comment, correspondent=person, not_before=due)

    def digest(self) -> int:
        """One letter to each moderator with an address, at most one an hour, if new ones wait; how many."""
        from comments.models import Comment

        now = timezone.now()
        mark, _is_new = Digest.objects.get_or_create(pk=1)
        newest = Comment.objects.held().order_by("-created_at").values_list("created_at", flat=True).first()
        if newest is None or (mark.at and newest <= mark.at):
            return 0
        if not Digest.objects.filter(Q(at=None) | Q(at__lte=now - DIGEST_EVERY), pk=1).update(at=now):
            return 0
        people = get_user_model().objects.with_perm(
            "comments.moderate_comment",
            include_superusers=False,
            backend="django.contrib.auth.backends.ModelBackend",
        )
        letters = [self.model(kind=Letter.DIGEST, person=person) for person in people if person.email]
        return len(self.bulk_create(letters))


class Letter(models.Model):
    """One letter to be sent. The row goes when the letter has gone; its words are made at that moment."""

    CONFIRM, DOOR, APPROVED, REJECTED, REPLY, DIGEST = "confirm door approved rejected reply digest".split()
    KINDS = [(kind, kind) for kind in (CONFIRM, DOOR, APPROVED, REJECTED, REPLY, DIGEST)]

    kind = models.CharField(max_length=10, choices=KINDS)
    correspondent = models.ForeignKey(Correspondent, models.CASCADE, null=True, related_name="letters")
    person = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, null=True, related_name="letters")
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = LetterManager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index("not_before", "id", name="letter_due")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class Digest(models.Model):
    """When the moderators' last digest was queued; one row."""

    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.at)
