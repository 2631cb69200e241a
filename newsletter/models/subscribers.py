"""Who gets the morning's letter: an address whose owner said so twice. Gone the moment they leave."""

from datetime import timedelta

from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Section

CONSENT_VERSION = "2026-11"  # of the sentence beside the tick in templates/newsletter/sign_up.html
CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN = timedelta(hours=1)  # one address gets at most one letter of ours an hour, whoever types it in
MOST_ASKED = 3  # letters an address gets that never answers
HOUR = timedelta(hours=1)
FROM_NETWORK, FROM_ALL = 5, 300  # sign-ups an hour
SALT = "newsletter"


class TooMany(Exception):
    """More sign-ups than people make. `str(error)` is a sentence for the reader."""


class SignUpManager(models.Manager):
    def count_in(self, network: str) -> None:
        """One more sign-up from this network; raises TooMany for one too many."""
        lately = self.filter(at__gt=timezone.now() - HOUR)
        if lately.filter(network=network).count() >= FROM_NETWORK:
            raise TooMany(
                gettext("Many addresses were signed up from your network. Please try again in an hour.")
            )
        if lately.count() >= FROM_ALL:
            raise TooMany(gettext("Very many readers are signing up just now. Please try again in an hour."))
        self.create(network=network)


class SignUp(models.Model):
    """That somebody signed up, for an hour's limits; a day's salted hash instead of an address."""

    network = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SignUpManager()

    def __str__(self) -> str:
        return str(self.at)


class SubscriberManager(models.Manager):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    @transaction.atomic
    def sign_up(self, email: str, sections, network: str) -> None:
        """Queue the letter that asks the owner of this address. Nobody learns whether it is known.

        A stranger who types in the address of a subscriber changes nothing: its owner gets the link to do so.
        Raises TooMany.
        """
        SignUp.objects.count_in(network)
        now = timezone.now()
        consent = {"consent_version": CONSENT_VERSION, "consented_at": now}
        person = self.get_or_create(email=email.strip().lower(), defaults=consent)[0]
        due = Q(asked_at=None) | Q(asked_at__lte=now - ASK_AGAIN)
        patient = Q(confirmed_at__isnull=False) | Q(times_asked__lt=MOST_ASKED)
        asked = self.filter(due, patient, pk=person.pk).update(asked_at=now, times_asked=F("times_asked") + 1)
        if not asked:
            return
        if person.confirmed_at is None:
            person.sections.set(sections)
            self.filter(pk=person.pk).update(**consent)
        kind = "confirm" if person.confirmed_at is None else "door"
        person.letters.create(kind=kind)

    def by_token(self, token: str, purpose: str, *, within: timedelta | None = None) -> "Subscriber | None":
        """Whom a link of ours was sent to; None for one who has left. Raises BadSignature."""
        return self.filter(pk=signing.loads(token, salt=f"{SALT}.{purpose}", max_age=within)).first()


class Subscriber(models.Model):
    email = models.EmailField(_("e-mail"), unique=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="+", verbose_name=_("sections"))
    consent_version = models.CharField(_("consent"), max_length=20)
    consented_at = models.DateTimeField(_("consented at"))
    asked_at = models.DateTimeField(null=True)
    times_asked = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, db_index=True)

    objects = SubscriberManager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"  # an address stands in no log

    def token(self, purpose: str) -> str:
        """For a link in a letter; it holds no address."""
        return signing.dumps(self.pk, salt=f"{SALT}.{purpose}")

    def confirm(self) -> None:
        type(self).objects.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=timezone.now())

    def leave(self) -> None:
        """Address, choices and letters on their way are gone."""
        self.delete()
