"""The paper's own films and sound: add one, find it again, give it a better title."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from recordings.models import Recording, check_size
from recordings.reading import BadRecording
from vietnamese.finding import folded_among
from vietnamese.numbers import file_size


class UploadForm(forms.ModelForm):
    """Stores the file with its row while it is checked: a bad one is a sentence beside the field."""

    by = None  # set on the class made for the request
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "MP4 (H.264) or WebM, sound as MP3 or M4A; at most 30 MB. It is checked and kept as it is."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "video/mp4,video/webm,audio/mpeg,audio/mp4"}),
    )

    class Meta:
        model = Recording
        fields = ("title",)

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and not self.errors:
            try:
                check_size(file)
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
    readonly_fields = ("kind", "length", "bytes", "uploaded_by", "uploaded_at")
    actions = None

    def get_search_results(self, request, recordings, typed):
        return folded_among(recordings, typed, ("title",)), False

    @admin.display(description=_("length"), ordering="seconds")
    def length(self, recording: Recording) -> str:
        return recording.length or "–"

    @admin.display(description=_("size"), ordering="size")
    def bytes(self, recording: Recording) -> str:
        return file_size(recording.size)

    def get_fields(self, request, obj=None):
        return ("title", *self.readonly_fields) if obj else ("title", "file")

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            options["form"] = UploadForm
        form = super().get_form(request, obj, change=change, **options)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change) -> None:
        if change:  # a new one was stored, with its file, by the form
            super().save_model(request, obj, form, change)
