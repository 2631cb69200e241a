"""The form a reader writes in: plain text, and a sentence for whatever is wrong with it."""

import re
import time

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.readers import new_reader_id
from comments.models import MAX_NAME, MAX_TEXT, ReportReason
from comments.models.responses import MAX_NOTE
from comments.work import bits_wanted, proof_of
from vietnamese.numbers import grouped
from vietnamese.text import normalise, normalise_line

CONSENT_VERSION = "2026-11"  # of the sentence beside the tick in templates/comments/_form.html
MIN_SECONDS, MAX_SECONDS = 3, 24 * 3600  # nobody writes faster; an older page shows an older article
SALT = "comments.form"
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


class Line(forms.CharField):
    """One line of text in the stored form."""

    def to_python(self, value):
        return normalise_line(super().to_python(value))


class Paragraphs(forms.CharField):
    """Several lines, with at most one empty line between them."""

    def to_python(self, value):
        return _BLANK_LINES.sub("\n\n", normalise(super().to_python(value))).strip()


def check_length(text: str) -> None:
    if len(text) > MAX_TEXT:
        sentence = _(
            "Your comment has %(has)s characters, the most is %(most)s. Please shorten it and send again."
        )
        raise forms.ValidationError(sentence % {"has": grouped(len(text)), "most": grouped(MAX_TEXT)})


class CommentForm(forms.Form):
    """Valid only with a signed opening time of this article's form, 3 seconds to 24 hours old.

    `age` and `writer` come from it: all copies of one form, sent at once, have one writer.
    """

    name = Line(
        label=_("Name"),
        min_length=2,
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Please write your name; it stands above your comment."),
            "min_length": _("A name has 2 to 60 characters."),
            "max_length": _("A name has 2 to 60 characters."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail (never shown)"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"),
            _("Please write an e-mail address like ten@vidu.vn; it is never shown."),
        ),
    )
    text = Paragraphs(
        label=_("Your comment"),
        min_length=2,
        validators=[check_length],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=dict.fromkeys(("required", "min_length"), _("Please write your comment.")),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Please tick that you agree; without it we may not keep your comment.")}
    )
    wants_mail = forms.BooleanField(required=False)
    website = forms.CharField(required=False)  # nobody sees it; programs fill it in
    opened = forms.CharField(required=False)
    work = forms.CharField(required=False)  # see comments/work.py

    def __init__(self, data=None, *, article, writer: str | None = None, answers=None):
        if data is not None:  # what cannot be stored cannot be printed again either
            data = {name: normalise(data.get(name, "")) for name in self.base_fields}
        super().__init__(data, auto_id="y-kien-%s")
        self.article = article
        self.answers = answers  # the printed comment this one answers, if any
        self.opening = self._read(data["opened"]) if data else {}
        self.writer = writer or self.opening.get("writer") or new_reader_id()

    @property
    def age(self) -> float | None:
        """Seconds since the form was opened."""
        return time.time() - self.opening["at"] if self.opening else None

    @property
    def token(self) -> str:
        """The opening of the form's next sending: the same as before, or a new one for an old form."""
        if self.next_opening is self.opening:
            return self.data["opened"]
        return signing.dumps(self.next_opening, salt=SALT)

    @property
    def work_bits(self) -> int:
        """How much work the next sending asks of the browser; 0 for none."""
        return self.next_opening.get("work", 0)

    @cached_property
    def next_opening(self) -> dict:
        if self.opening and self.age < MAX_SECONDS:
            return self.opening
        opening = {"article": self.article.pk, "writer": self.writer, "at": int(time.time())}
        bits = bits_wanted()
        return opening | ({"work": bits} if bits else {})

    @property
    def proof(self) -> str | None:
        """Of the work the browser did for this sending: see comments.work.proof_of."""
        return proof_of(
            self.data["opened"], self.opening.get("work", 0), self.cleaned_data["work"][:20], self.age
        )

    def _read(self, token: str) -> dict:
        try:
            opening = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return {}
        return opening if opening["article"] == self.article.pk else {}

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.opening or self.age >= MAX_SECONDS:
            raise forms.ValidationError(
                _("This form was open for a long time. Please read it again and send it once more.")
            )
        if cleaned.get("website"):
            raise forms.ValidationError(
                _("A hidden field was filled in. It is empty again: please send once more.")
            )
        if not self.errors and self.age < MIN_SECONDS:  # whoever mends a field takes longer anyway
            raise forms.ValidationError(_("That was very fast. Please wait a moment and send once more."))
        return cleaned


class RewriteForm(forms.Form):
    """A waiting comment's words, for the five minutes its writer may mend them."""

    text = Paragraphs(
        label=_("Your comment"),
        min_length=2,
        validators=[check_length],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=dict.fromkeys(("required", "min_length"), _("Please write your comment.")),
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with this comment?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Please choose what is wrong with the comment.")
        ),
    )
    note = Paragraphs(
        label=_("More about it (need not be filled in)"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Please shorten the note to 500 characters.")},
    )
