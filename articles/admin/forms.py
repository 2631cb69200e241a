"""The article form, in the order of the page."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.editor import BodyField
from articles.models import Article
from images.widgets import PictureField

LENGTHS = {"title": 110, "lead": 400}  # shown by the counters; more is allowed, but reads badly

ONE_LINE = ("caption", "credit", "alternative_text")


class ArticleForm(forms.ModelForm):
    body = BodyField(label=_("body"), required=False)
    lead_picture = PictureField(label=_("picture"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = (
            "title",
            "source_prefix",
            "lead",
            "lead_picture",
            "caption",
            "credit",
            "alternative_text",
            "body",
            "section",
            "tags",
            "topics",
            "ratings_open",
            "comments_open",
            "comments_close_at",
        )
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "data-counter": LENGTHS["title"]}),
            "lead": forms.Textarea(
                attrs={"rows": 3, "class": "vLargeTextField", "data-counter": LENGTHS["lead"]}
            ),
            **{name: forms.TextInput(attrs={"class": "vLargeTextField"}) for name in ONE_LINE},
            "topics": forms.CheckboxSelectMultiple,
        }
        help_texts = {"tags": _("Divide tags by commas.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        self.saved = None  # what the database holds, when it is not what this person saw
        if "seen_version" in self.fields:
            self.initial["seen_version"] = self.instance.version
        if "section" in self.fields:
            self.fields["section"].label_from_instance = section_label

    def clean(self) -> dict:
        """Refuse a save over somebody else's: the row stays locked until this request's transaction ends."""
        cleaned = super().clean()
        if self.instance.pk:
            row = Article.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
            if row.version != cleaned.get("seen_version"):
                self.refuse(row)
        return cleaned

    def refuse(self, row: Article) -> None:
        self.saved = row
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = row.version
        self.add_error(
            None,
            _(
                "Somebody changed this article after you opened it. Nothing was overwritten: your text is in "
                "the form, the saved one below. Take over what you need, then save again."
            ),
        )

    def changes(self) -> dict:
        """The fields of this form as `Article.revise` wants them."""
        relations = {"tags", "topics", "seen_version"}
        changes = {name: value for name, value in self.cleaned_data.items() if name not in relations}
        for name in ("section", "lead_picture"):
            chosen = changes.pop(name, None)
            changes[f"{name}_id"] = chosen and chosen.pk
        return changes


def section_label(section) -> str:
    """A sub-section is named with the section it is in."""
    return f"{section.parent} › {section}" if section.parent_id else str(section)
