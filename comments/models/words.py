"""The newsroom's own words: added to the shipped lists, or put in the place of one of their entries."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments import words
from comments.lexicon import key_of, pieces
from vietnamese.fields import LineField, TextField


class WordEntry(models.Model):
    OFF, CHAT = "off", "chat"
    EFFECTS = [
        (words.Effect.HIGHLIGHT.value, _("Highlight")),
        (words.Effect.TOP.value, _("Hold on top")),
        (words.Effect.SECOND.value, _("Needs a second pair of eyes")),
        (words.Effect.WEIGHT.value, _("Sorts only")),
        (OFF, _("Off: a shipped entry that does not count here")),
        (CHAT, _("Chat spelling of another word")),
    ]

    term = LineField(_("word or phrase"), max_length=80)
    key = models.CharField(max_length=80, unique=True, editable=False)
    effect = models.CharField(_("effect"), max_length=10, choices=EFFECTS, default="highlight")
    exact = models.BooleanField(
        _("marks decide"),
        default=True,
        help_text=_("Unticked: also found in comments that are written without any accents."),
    )
    unless = TextField(
        _("innocent phrases"),
        blank=True,
        help_text=_("One a line: phrases in which the word means no harm, such as “hạt óc chó”."),
    )
    points = models.SmallIntegerField(
        _("points"), default=0, help_text=_("For “Sorts only”: -10 (kind) to 10 (harsh).")
    )
    stands_for = LineField(_("stands for"), max_length=80, blank=True, help_text=_("For a chat spelling."))
    note = LineField(_("note"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("word of the lists")
        verbose_name_plural = _("word lists")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(name="word_points_are_few", condition=Q(points__range=(-10, 10))),
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, **kwargs) -> None:
        self.key = key_of(self.term)
        super().save(**kwargs)

    def clean(self) -> None:
        if not any(character.isalnum() for character in self.term):
            raise ValidationError({"term": _("Write at least one letter or digit.")})
        if self.effect == self.CHAT and (not self.stands_for or " " in key_of(self.term)):
            raise ValidationError({"stands_for": _("Write one chat spelling, and the word it stands for.")})
        if not -10 <= (self.points or 0) <= 10:
            raise ValidationError({"points": _("Points go from -10 to 10.")})
        if WordEntry.objects.filter(key=key_of(self.term)).exclude(pk=self.pk).exists():
            raise ValidationError({"term": _("This word is in the list already: change that entry.")})

    def as_entry(self) -> words.Entry:
        unless = tuple(pieces(self.unless))
        return words.Entry(self.term, words.Effect(self.effect), self.exact, unless, self.points)
