"""The paper's own films and sound: add one, find it again, give it a better title, and captions to a film."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from recordings import captions
from recordings.models import Captions, Recording, check_size
from recordings.reading import VIDEO, BadRecording, read
from vietnamese.finding import folded_among
from vietnamese.numbers import file_size


class RecordingForm(forms.ModelForm):
    captions_file = forms.FileField(
        label=_("Captions"),
        required=False,
        help_text=_(
            "What is said in a film, for those who cannot hear it: a WebVTT file (.vtt), at most 1 MB. An "
            "article takes the newest captions when it is saved next; readers see them once that is approved."
        ),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )

    class Meta:
        model = Recording
        fields = ("title",)

    def clean_captions_file(self):
        if file := self.cleaned_data["captions_file"]:
            try:
                captions.read(file)
            except captions.BadCaptions as error:
                raise forms.ValidationError(str(error)) from None
        return file


class UploadForm(RecordingForm):
    """Stores the file with its row while it is checked: a bad one is a sentence beside the field."""

    by = None  # set on the class made for the request
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "MP4 (H.264) or WebM, sound as MP3 or M4A; at most 30 MB. It is checked and kept as it is."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "video/mp4,video/webm,audio/mpeg,audio/mp4"}),
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and not self.errors:
            try:
                check_size(file)
                if cleaned["captions_file"] and read(file).kind != VIDEO:
                    raise BadRecording(_("Captions are shown in films alone: send this file without them."))
                self.instance = Recording.objects.keep(file, self.by, title=cleaned["title"])
            except BadRecording as error:
                self.add_error("file", str(error))
        return cleaned


@admin.register(Recording)
class RecordingAdmin(admin.ModelAdmin):
    list_display = ("title", "kind", "length", "bytes", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    list_filter = ("kind",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title",)  # switches the search on; get_search_results does it
    readonly_fields = ("captions_so_far", "kind", "length", "bytes", "uploaded_by", "uploaded_at")
    actions = None

    def get_search_results(self, request, recordings, typed):
        return folded_among(recordings, typed, ("title",)), False

    @admin.display(description=_("length"), ordering="seconds")
    def length(self, recording: Recording) -> str:
        return recording.length or "–"

    @admin.display(description=_("size"), ordering="size")
    def bytes(self, recording: Recording) -> str:
        return file_size(recording.size)

    @admin.display(description=_("Captions so far"))
    def captions_so_far(self, recording: Recording) -> str:
        rows = ((one.url, one) for one in recording.captions.all())
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("title", "file", "captions_file")
        own = ("captions_file", *self.readonly_fields) if obj.kind == VIDEO else self.readonly_fields[1:]
        return ("title", *own)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def get_form(self, request, obj=None, change=False, **options):
        options["form"] = RecordingForm if obj else UploadForm
        form = super().get_form(request, obj, change=change, **options)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change) -> None:
        if change:  # a new one was stored, with its file, by the form
            super().save_model(request, obj, form, change)
        if file := form.cleaned_data.get("captions_file"):
            Captions.objects.keep(obj, file, request.user)
