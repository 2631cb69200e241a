"""Recordings: one file each under a name nobody can guess, and what is known of it."""

import secrets

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recordings.reading import AUDIO, VIDEO, BadRecording, read
from vietnamese.fields import LineField

MAX_BYTES = 30 * 1024 * 1024  # by a form; `manage.py add_recording` takes any size from the server's disk
TYPES = {"mp4": "video/mp4", "webm": "video/webm", "m4a": "audio/mp4", "mp3": "audio/mpeg"}


class RecordingManager(models.Manager):
    def keep(self, file: File, by, *, title: str) -> "Recording":
        """Check an open file and store it with its row. Raises BadRecording; then nothing is left."""
        found = read(file)
        row = self.model(token=secrets.token_hex(16), title=title, uploaded_by=by, size=file.size)
        row.kind, row.extension = found.kind, found.extension
        row.seconds = None if found.seconds is None else round(found.seconds)
        row.width, row.height = found.width, found.height
        file.seek(0)
        try:
            default_storage.save(row.name, file)
            with transaction.atomic():
                row.save(force_insert=True)
        except BaseException:
            default_storage.delete(row.name)
            raise
        return row


class Recording(models.Model):
    token = models.CharField(max_length=32, unique=True, editable=False)
    title = LineField(
        gettext_lazy("title"),
        max_length=200,
        help_text=gettext_lazy("For finding it in the newsroom; readers see the article's title."),
    )
    kind = models.CharField(
        gettext_lazy("kind"),
        max_length=5,
        choices=[(VIDEO, gettext_lazy("Film")), (AUDIO, gettext_lazy("Sound"))],
        editable=False,
    )
    extension = models.CharField(max_length=4, editable=False)
    size = models.PositiveBigIntegerField(gettext_lazy("size"), editable=False)  # bytes
    seconds = models.PositiveIntegerField(gettext_lazy("length"), null=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("uploaded by"),
    )
    uploaded_at = models.DateTimeField(gettext_lazy("uploaded at"), auto_now_add=True, db_index=True)

    objects = RecordingManager()

    class Meta:
        verbose_name = gettext_lazy("recording")
        verbose_name_plural = gettext_lazy("recordings")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        known = [str(self.get_kind_display()).lower(), self.length]
        return f"{self.title} ({', '.join(filter(None, known))})"

    @property
    def name(self) -> str:
        return f"recordings/{self.token[:2]}/{self.token}.{self.extension}"

    @property
    def url(self) -> str:
        return default_storage.url(self.name)

    @property
    def content_type(self) -> str:
        return TYPES[self.extension].replace("video", self.kind)

    @property
    def length(self) -> str:
        """ "3:05"; "" where the file does not say."""
        if not self.seconds:
            return ""
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def iso_length(self) -> str:
        return f"PT{self.seconds}S" if self.seconds else ""

    def delete(self, *args, **options):
        """Refused (ProtectedError) while an article plays it; the file goes once the deletion is certain."""
        deleted = super().delete(*args, **options)
        transaction.on_commit(lambda: default_storage.delete(self.name), robust=True)
        return deleted


def check_size(file: File) -> None:
    """Raises BadRecording for what no form may send."""
    if file.size > MAX_BYTES:
        raise BadRecording(
            _("The file is larger than 30 MB. Save it smaller, or ask whoever runs the server to add it.")
        )
