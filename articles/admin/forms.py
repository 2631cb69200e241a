"""The article form, in the order of the page."""

import secrets

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.history import readable
from articles.admin.unsaved import typed
from articles.body import plain
from articles.editor import BodyField
from articles.embeds import HOSTS, embed_of
from articles.models import Article
from articles.models.content import CONTENT_FIELDS, VIETNAMESE, whole
from articles.models.kinds import RECORDED, Kind
from images.widgets import PictureField
from vietnamese.differences import differences, shortened
from vietnamese.text import normalise

LENGTHS = {"title": 110, "lead": 400}  # shown by the counters; more is allowed, but reads badly

COMPARED = ("title", "source_prefix", "lead", "caption", "credit", "alternative_text", "body", "tags")
RELATED = {"section", "lead_picture", "recording", "translation_of"}
ONE_LINE = ("caption", "credit", "alternative_text")


class ArticleForm(forms.ModelForm):
    body = BodyField(label=_("body"), required=False)
    lead_picture = PictureField(label=_("picture"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tab = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)  # this open form
    took = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)  # the one it continues

    taken = None  # the unsaved text the page was asked for: set on the class made for the request

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
            "kind",
            "recording",
            "recording_link",
            "transcript",
            "body",
            "section",
            "translation_of",
            "tags",
            "topics",
            "ratings_open",
            "comments_open",
            "comments_close_at",
            "priority",
            "deadline",
        )
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "data-counter": LENGTHS["title"]}),
            "lead": forms.Textarea(
                attrs={"rows": 3, "class": "vLargeTextField", "data-counter": LENGTHS["lead"]}
            ),
            **{name: forms.TextInput(attrs={"class": "vLargeTextField"}) for name in ONE_LINE},
            "transcript": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
            "recording_link": forms.URLInput(attrs={"class": "vLargeTextField"}),
            "topics": forms.CheckboxSelectMultiple,
        }
        help_texts = {"tags": _("Divide tags by commas.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        self.saved = None  # what the database holds, when it is not what this person saw
        if "tab" in self.fields:
            self.initial["tab"] = secrets.token_hex(8)
        for name in {"priority", "kind"} & self.fields.keys():
            self.fields[name].required = False
        if "seen_version" in self.fields:
            self.initial["seen_version"] = self.instance.version
        if self.instance.pk and self.instance.pending_edit:
            self.initial |= waiting(self.instance.pending_edit.content)
        if self.taken and "title" in self.fields:
            self.initial |= self.typed_before()
        if "section" in self.fields:
            self.fields["section"].label_from_instance = section_label
            self.know_the_section()

    def know_the_section(self) -> None:
        """What stands chosen was read with the article: it is not asked for again."""
        if section := self.instance.section:
            field = self.fields["section"]
            field.widget.widget.known = field.known = {section.pk: section}

    def _get_validation_exclusions(self) -> set:
        return super()._get_validation_exclusions() | {"section", "lead_picture"}  # the fields found them

    def typed_before(self) -> dict:
        """Initial values from an unsaved text; saving compares with the version that text was typed over."""
        data = typed(self.taken)
        values = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in self.fields.items()
            if name not in {"seen_version", "tab", "took"}
        }
        for name in RELATED:
            values[name] = values[name] if (values[name] or "").isdecimal() else None
        values["topics"] = [topic for topic in values["topics"] if topic.isdecimal()]
        return values | {"seen_version": self.taken.seen, "took": self.taken.tab}

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or self.instance.kind

    def clean_recording_link(self) -> str:
        link = self.cleaned_data["recording_link"]
        if link and not embed_of(link):
            names = ", ".join(host.name for host in HOSTS.values())
            raise forms.ValidationError(
                _("Only films and sound at %s can be shown: copy the address of one from the browser.")
                % names
            )
        return link

    def clean_priority(self) -> int:
        return self.cleaned_data["priority"] or self.instance.priority

    def clean(self) -> dict:
        """Refuse a save over somebody else's: the row was read locked (ArticleAdmin.get_object)."""
        cleaned = super().clean()
        self.check_recording(cleaned.get("kind"), cleaned.get("recording"))
        self.check_translation(cleaned.get("translation_of"), cleaned.get("section"))
        if self.instance.pk and self.instance.version != cleaned.get("seen_version"):
            self.refuse(Article.objects.get(pk=self.instance.pk))
        return cleaned

    def check_recording(self, kind: str | None, recording) -> None:
        if recording and kind in RECORDED and recording.kind != kind:
            self.add_error(
                "recording", _("This file is no %s: choose another one.") % Kind(kind).label.lower()
            )

    def check_translation(self, original: Article | None, section) -> None:
        """A pair is one article in Vietnamese and one in English."""
        if not original:
            return
        if original.pk == self.instance.pk or original.language != VIETNAMESE:
            self.add_error("translation_of", _("Choose the Vietnamese article this one tells in English."))
        elif section and section.language == VIETNAMESE:
            self.add_error(
                "translation_of", _("Only an article in a section of the English edition has an original.")
            )

    def refuse(self, row: Article) -> None:
        self.saved = Comparison(row, self)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = row.version
        self.add_error(
            None,
            _(
                "Somebody changed this article after you opened it. Nothing was overwritten: your text is in "
                "the form, the saved one beside it below. Take over what you need, then save again."
            ),
        )

    def changes(self) -> dict:
        """The fields of this form as `Article.revise` wants them."""
        relations = {"tags", "topics", "seen_version", "tab", "took"}
        changes = {name: value for name, value in self.cleaned_data.items() if name not in relations}
        for name in RELATED & changes.keys():
            chosen = changes.pop(name, None)
            changes[f"{name}_id"] = chosen and chosen.pk
        return changes


class Comparison:
    """The saved text beside the typed one, field by field: for the page that refuses a stale save."""

    def __init__(self, row: Article, form: ArticleForm):
        self.latest = row.revisions.select_related("by").first()
        self.content = row.latest_content()
        self.words = readable(self.content)
        self.fields = [field for name in COMPARED if (field := self.field(form, name))]
        labels = {str(form.fields[name].label).lower() for name in form.fields}
        self.rest = {name: text for name, text in self.words.items() if text and name.lower() not in labels}

    def field(self, form: ArticleForm, name: str) -> dict | None:
        """{name, label, value, parts} where the two differ. value: what taking over puts into the field."""
        value = ", ".join(self.content["tags"]) if name == "tags" else self.content[name]
        mine = form[name].value() or ""
        old, new = (plain(value), plain(mine)) if name == "body" else (value, mine)
        if normalise(old).strip() == normalise(new).strip() and (name != "body" or value == mine):
            return None
        parts = shortened(differences(old, new))
        return {"name": form[name].id_for_label, "label": form[name].label, "value": value, "parts": parts}


def waiting(content: dict) -> dict:
    """Initial values of the form from a pending edit's content."""
    content = whole(content)
    values = {name.removesuffix("_id"): content[name] for name in CONTENT_FIELDS}
    return values | {"tags": ", ".join(content["tags"]), "topics": content["topics"]}


def section_label(section) -> str:
    """A sub-section is named with the section it is in."""
    return f"{section.parent} › {section}" if section.parent_id else str(section)
