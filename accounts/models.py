"""People of the paper. Readers have no account."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES
from vietnamese.fields import LineField


class User(AbstractUser):
    first_name = last_name = None  # a Vietnamese name is one thing
    full_name = LineField(_("full name"), max_length=120)

    is_staff = models.BooleanField(_("may sign in to the newsroom"), default=True)  # readers have no account

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name", "username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name

    @property
    def role_names(self) -> str:
        """The person's roles in words, in the order of the newsroom."""
        held = {group.name for group in self.groups.all()}
        return ", ".join(str(role.label) for role in ROLES if role.code in held)


class Deputyship(models.Model):
    """A person stands in for a role from one day to another, both included. See accounts/deputies.py."""

    person = models.ForeignKey(User, models.CASCADE, related_name="deputyships", verbose_name=_("person"))
    role = models.ForeignKey(Group, models.CASCADE, related_query_name="deputyship", verbose_name=_("role"))
    begins = models.DateField(_("from"), default=timezone.localdate)
    ends = models.DateField(_("until, included"))

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-ends", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="deputyship_ends_after_it_begins",
                condition=models.Q(ends__gte=models.F("begins")),
                violation_error_message=_("The last day comes before the first: choose a later one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {role_label(self.role.name)}"


class Session(AbstractBaseSession):
    """Where a person is signed in; without person, a visitor of the sign-in page: accounts/sessions.py."""

    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(_("device"), max_length=60, blank=True)
    began_at = models.DateTimeField(_("signed in"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-used_at"]

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore


class RecoveryCode(models.Model):
    """Opens the second step of signing in once, without the phone. See accounts/second_factor.py."""

    person = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)  # SHA-256 of 80 random bits

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="one_recovery_code")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class Act(LogEntry):
    """Django's log of what people did in the newsroom besides articles, as a list for those in charge."""

    class Meta:
        proxy = True
        verbose_name = _("act of administration")
        verbose_name_plural = _("acts of administration")
        default_permissions = ("view",)


def role_label(code: str) -> str:
    """The newsroom's name of a role, or its code where the table does not know it."""
    return next((str(role.label) for role in ROLES if role.code == code), code)
