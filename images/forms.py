"""The two forms of the picture library. What goes wrong with the file or the disk is an error of the form."""

from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext_lazy as _

from images.models import Image
from images.upload import BadPicture, NoSpace, TooMany, store, take_turn

TEXTS = ("caption", "credit", "alternative_text")
HELP = {
    "caption": _("What the picture shows, for readers; articles may word it anew."),
    "credit": _("Who took it, as it is printed: “Ảnh: Thái Sơn”."),
    "alternative_text": _("What is to be seen, for readers who cannot see it."),
}
WIDE = {name: forms.TextInput(attrs={"class": "vLargeTextField"}) for name in TEXTS}


@contextmanager
def refusals_on(form: forms.Form, field: str | None):
    """A refusal of the file or the disk becomes an error of this field, or of the whole form."""
    try:
        yield
    except (BadPicture, NoSpace, TooMany) as error:
        form.add_error(field, str(error))


class UploadForm(forms.ModelForm):
    """A new picture. `by`, the person at the form, is set on the class made for the request."""

    by = None
    file = forms.FileField(
        label=_("picture"),
        help_text=_(
            "JPEG, PNG, WebP or GIF, up to 10 MB and 40 million pixels. Place and camera data are removed. "
            "Of a moving GIF the first frame is kept."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )

    class Meta:
        model = Image
        fields = TEXTS
        help_texts = HELP
        widgets = WIDE

    def _post_clean(self) -> None:
        """Stores the picture once everything else is in order: its refusals then still are form errors."""
        super()._post_clean()
        if not self.errors:
            with refusals_on(self, "file"):
                take_turn(self.by)
                texts = {name: self.cleaned_data[name] for name in TEXTS}
                self.instance = store(self.cleaned_data["file"], self.by, **texts)


class PictureForm(forms.ModelForm):
    by = None

    class Meta:
        model = Image
        fields = (*TEXTS, "focal_x", "focal_y")
        help_texts = HELP
        widgets = WIDE

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and {"focal_x", "focal_y"} & set(self.changed_data):
            with refusals_on(self, None):
                self.instance.set_focus(*self.instance.focus)
