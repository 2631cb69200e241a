"""The forms of the picture desk. What goes wrong with the file or the disk is an error of the form."""

from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext_lazy as _

from images.models import TEXTS, Image
from images.upload import BadPicture, NoSpace, TooMany

RIGHTS = ("rights_note", "rights_until")
FOCUS = ("focal_x", "focal_y")
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"
HELP = {
    "caption": _("What the picture shows, for readers; articles may word it anew."),
    "credit": _("Who took it, as it is printed: “Ảnh: Thái Sơn”."),
    "alternative_text": _("What is to be seen, for readers who cannot see it."),
    "rights_note": _("Who gave the paper the right to print it, and for what."),
    "rights_until": _("The copy desk warns once this day is over. Empty: for ever."),
}
WIDE = {name: forms.TextInput(attrs={"class": "vLargeTextField"}) for name in (*TEXTS, "rights_note")}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@contextmanager
def refusals_on(form: forms.Form, field: str | None):
    """A refusal of the file or the disk becomes an error of this field, or of the whole form."""
    try:
        yield
    except (BadPicture, NoSpace, TooMany) as error:
        form.add_error(field, str(error))


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is looked at by itself when it is stored."""

    def clean(self, data, initial=None) -> list:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class UploadForm(forms.Form):
    """The form works without script, too: it is sent with all files at once."""

    file = FilesField(
        label=_("Pictures"),
        help_text=_(
            "JPEG, PNG, WebP or GIF, up to 10 MB and 40 million pixels each. Place and camera data are "
            "removed. Of a moving GIF the first frame is kept."
        ),
        widget=ManyFiles(attrs={"accept": ACCEPTED, "multiple": True}),
        error_messages={"required": _("Choose at least one picture.")},
    )


class DescriptionForm(forms.ModelForm):
    """Texts, rights and focal point of one picture. Only what this person changed is written."""

    class Meta:
        model = Image
        fields = (*TEXTS, *RIGHTS, *FOCUS)
        help_texts = HELP
        widgets = WIDE | {"rights_until": DAY}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True  # what this person saw: a colleague may have written meanwhile

    def _post_clean(self) -> None:
        """Writes once everything is in order: a full disk still is an error of the form then."""
        super()._post_clean()
        if self.errors or not self.changed_data:
            return
        with refusals_on(self, None):
            self.instance.describe(**{name: self.cleaned_data[name] for name in self.changed_data})

    def save(self, commit=True) -> Image:
        self.save_m2m = lambda: None
        return self.instance  # `describe` has stored it


class ForAllForm(forms.Form):
    """What all chosen pictures get: put into those that have none yet, or into every one."""

    credit = forms.CharField(label=_("Credit"), max_length=200, required=False)
    rights_note = forms.CharField(label=_("Right to print"), max_length=200, required=False)
    rights_until = forms.DateField(label=_("May be used until"), required=False, widget=DAY)
    over_all = forms.BooleanField(label=_("Also where something else is written"), required=False)

    def give(self, form: DescriptionForm) -> None:
        """Put what is meant for all into the typed data of one picture's form."""
        for name in ("credit", *RIGHTS):
            key, value = form.add_prefix(name), self.data.get(self.add_prefix(name), "").strip()
            if value and (self.data.get(self.add_prefix("over_all")) or not form.data.get(key)):
                form.data[key] = value
