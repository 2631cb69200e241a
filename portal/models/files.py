"""Small text files the trade asks for at fixed addresses, written in the newsroom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import TextField

NEEDED = {"security.txt": ("Contact:", "Expires:")}  # RFC 9116, 2.5


class PlainFile(models.Model):
    class Name(models.TextChoices):
        ADS = "ads.txt", _("ads.txt (who may sell our advertising)")
        SECURITY = "security.txt", _("security.txt (where to report a hole)")

    name = models.CharField(_("file"), max_length=20, choices=Name, primary_key=True)
    text = TextField(_("text"), blank=True, max_length=20_000)

    class Meta:
        verbose_name = _("text file")
        verbose_name_plural = _("text files")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        missing = [word for word in NEEDED.get(self.name, ()) if self.text and word not in self.text]
        if missing:
            words = ", ".join(missing)
            raise ValidationError(
                {"text": _("A line that begins with %(words)s is missing.") % {"words": words}}
            )
