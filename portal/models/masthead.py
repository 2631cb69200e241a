"""The masthead: what the law wants on every page, as data. (Press Law: licence, governing body, head.)"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import LineField


class Masthead(models.Model):
    """One row, always number 1."""

    name = LineField(_("name of the paper"), max_length=120)
    governing_body = LineField(_("governing body"), max_length=300, blank=True)
    slogan = LineField(_("slogan"), max_length=200, blank=True)
    domain = LineField(_("domain"), max_length=120, blank=True)
    source_prefix = LineField(_("source prefix"), max_length=20, blank=True)
    licence_number = LineField(_("licence number"), max_length=80, blank=True)
    licence_date = models.DateField(_("date of the licence"), null=True, blank=True)
    licence_issuer = LineField(_("issued by"), max_length=200, blank=True)
    address = LineField(_("address"), max_length=300, blank=True)
    phone = LineField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    head = LineField(_("head of the paper"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("masthead")
        constraints = [models.CheckConstraint(name="one_masthead", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Masthead":
        """The paper's masthead; an empty one (not saved) before anybody filled it in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def empty_fields(self) -> list[str]:
        """Names, in words, of what the law wants and is not there yet."""
        optional = {"id", "slogan", "source_prefix"}
        return [
            str(f.verbose_name)
            for f in self._meta.fields
            if f.name not in optional and not getattr(self, f.name)
        ]
