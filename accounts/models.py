"""People of the paper. Readers have no account."""

from django.contrib.auth.models import AbstractUser, Group
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


def role_label(code: str) -> str:
    """The newsroom's name of a role, or its code where the table does not know it."""
    return next((str(role.label) for role in ROLES if role.code == code), code)
