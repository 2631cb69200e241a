"""A film or a recording of any size, from the server's own disk: forms take 30 MB."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from recordings.models import Recording
from recordings.reading import BadRecording


class Command(BaseCommand):
    help = "Check a file of film or sound, copy it into the media folder and print its number."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", default="", help="for finding it in the newsroom; by default its name")

    def handle(self, *, file: Path, title: str, **_options) -> None:
        try:
            with file.open("rb") as stream:
                row = Recording.objects.keep(File(stream, file.name), None, title=title or file.stem)
        except (BadRecording, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{row.pk}: {row} -> {row.name}")
