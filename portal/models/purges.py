"""What was purged, told to the page stores of other machines: see portal/in_step.py."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Purge(models.Model):
    class Kind(models.TextChoices):
        PURGE = "purge"
        TOUCH = "touch"
        ALL = "all"
        RENEW = "renew"

    at = models.DateTimeField(db_default=Now(), db_index=True)
    node = models.CharField(max_length=32)  # who has done it already
    kind = models.CharField(max_length=5, choices=Kind)
    paths = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return f"{self.at} {self.kind} {' '.join(self.paths)}"
