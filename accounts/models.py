"""People of the paper. Readers have no account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
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
