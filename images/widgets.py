"""A form field that chooses a picture: library, upload, drop and paste; without script its number."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from images.models import Image

PICTURES_SCRIPT = forms.Script("js/newsroom/pictures.js", type="module")
FILLED = ("caption", "credit", "alternative_text")


class PictureWidget(forms.NumberInput):
    """`fills`: names of the form's inputs that take the picture's own texts while they are empty."""

    class Media:
        css = {"all": ["css/newsroom-images.css"]}
        js = [PICTURES_SCRIPT]

    def __init__(self, attrs=None, fills: tuple[str, ...] = FILLED):
        super().__init__({"min": 1, "class": "picture-field__number"} | (attrs or {}))
        self.fills = fills

    def render(self, name, value, attrs=None, renderer=None):
        context = {
            "number": super().render(name, value, attrs, renderer),
            "image": self.chosen(value),
            "fills": " ".join(self.fills),
        }
        return render_to_string("images/picture_field.html", context)

    def chosen(self, value) -> Image | None:
        """The picture of this number; a form shown again may hold anything."""
        try:
            return Image.objects.filter(pk=value).first() if value else None
        except (ValueError, ValidationError):
            return None


class PictureField(forms.ModelChoiceField):
    """An Image by its number. No list of choices is made: there are too many pictures for one."""

    widget = PictureWidget
    default_error_messages = {"invalid_choice": _("There is no such picture. Choose one from the library.")}

    def __init__(self, **options):
        super().__init__(Image.objects.all(), **options)
