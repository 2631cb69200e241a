"""The masthead: what the law wants on every page, as data. (Press Law: licence, governing body, head.)"""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import social
from vietnamese.fields import LineField

log = logging.getLogger(__name__)


class Masthead(models.Model):
    """One row, always number 1."""

    name = LineField(_("name of the paper"), max_length=120)
    english_name = LineField(
        _("name in the English edition"), max_length=120, blank=True, help_text=_("Empty: the same name.")
    )
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

    card = models.CharField(max_length=80, blank=True, editable=False)  # for social networks

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("masthead")
        constraints = [models.CheckConstraint(name="one_masthead", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.name

    def draw_card(self) -> None:
        """What social networks show of pages without a picture. A full disk costs the card, nothing else."""
        name = social.name_of("paper", self.name, self.slogan)
        if name == self.card:
            return
        former, self.card = self.card, name
        try:
            default_storage.save(name, ContentFile(social.draw(self.name, self.slogan)))
        except OSError:
            log.exception("The card of the paper could not be stored.")
            self.card = ""
        if former:
            default_storage.delete(former)
        self.save(update_fields=["card"])

    @property
    def card_url(self) -> str:
        return default_storage.url(self.card) if self.card else ""

    @classmethod
    def current(cls) -> "Masthead":
        """The paper's masthead; an empty one (not saved) before anybody filled it in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def empty_fields(self) -> list[str]:
        """Names, in words, of what the law wants and is not there yet."""
        optional = {"id", "slogan", "source_prefix", "english_name", "card"}
        return [
            str(f.verbose_name)
            for f in self._meta.fields
            if f.name not in optional and not getattr(self, f.name)
        ]
