"""Recordings: one file each under a name nobody can guess, what is known of it, and its captions."""

import secrets
from functools import partial

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recordings import captions
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
        return store(row, file)


def store(row: "Recording | Captions", file: File) -> "Recording | Captions":
    """The file and its row: both, or neither."""
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
        names = [self.name, *(one.name for one in self.captions.all())]
        deleted = super().delete(*args, **options)
        for name in names:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
        return deleted


class CaptionsManager(models.Manager):
    def keep(self, recording: Recording, file: File, by) -> "Captions":
        """Check an open WebVTT file and store what it says. Raises BadCaptions; then nothing is left."""
        text = captions.read(file)
        row = self.model(recording=recording, token=secrets.token_hex(16), uploaded_by=by)
        return store(row, ContentFile(text.encode()))


class Captions(models.Model):
    """What is said in a film, line by line at its time. Never changed: better ones are a further row.

    An article takes the newest when its text is saved, and they are approved with it.
    """

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="captions", verbose_name=gettext_lazy("recording")
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("uploaded by"),
    )
    uploaded_at = models.DateTimeField(gettext_lazy("uploaded at"), auto_now_add=True)

    objects = CaptionsManager()

    class Meta:
        verbose_name = gettext_lazy("captions")
        verbose_name_plural = gettext_lazy("captions")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{localtime(self.uploaded_at):%d/%m/%Y %H:%M}"

    @property
    def name(self) -> str:
        return f"recordings/{self.token[:2]}/{self.token}.vtt"

    @property
    def url(self) -> str:
        return default_storage.url(self.name)


def check_size(file: File) -> None:
    """Raises BadRecording for what no form may send."""
    if file.size > MAX_BYTES:
        raise BadRecording(
            _("The file is larger than 30 MB. Save it smaller, or ask whoever runs the server to add it.")
        )
