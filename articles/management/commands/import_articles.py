import sys
import time
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.importing.archive import Importer

SHOWN_REFUSALS = 50


class Command(BaseCommand):
    help = (
        "Import an archive: one JSON object a line, plain or .gz. Run it again and only changes are stored."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check every line, store nothing")
        parser.add_argument("--section", default="Tin tổng hợp", help="for records without a category")
        parser.add_argument(
            "--undated", default="2000-01-01", help="the date of records without published_at"
        )

    def handle(self, file, dry_run, section, undated, **options):
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        try:
            undated = timezone.make_aware(datetime.fromisoformat(undated))
        except ValueError:
            raise CommandError(f"--undated {undated!r} is not a date like 2000-01-01.") from None
        self.began, self.lines, self.refusals = time.monotonic(), 0, 0
        importer = Importer(
            path=file,
            undated=undated,
            default_section=section,
            dry_run=dry_run,
            on_refusal=self.show_refusal,
            on_batch=self.show_progress,
        )
        try:
            counts = importer.run()
        except (OSError, EOFError) as error:  # a cut-off or broken .gz: what came before it is stored
            raise CommandError(f"{file} cannot be read to its end: {error}") from error
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            ("Dry run, nothing stored. " if dry_run else "")
            + ", ".join(f"{counts[name]} {name}" for name in ("created", "updated", "unchanged", "refused"))
            + f"; {self.lines} lines in {time.monotonic() - self.began:.1f} s."
        )

    def show_refusal(self, line: int, reason: str) -> None:
        self.refusals += 1
        if self.refusals <= SHOWN_REFUSALS:
            self.stderr.write(f"line {line}: {reason}")
        elif self.refusals == SHOWN_REFUSALS + 1:
            self.stderr.write("More refusals are counted, but not listed.")

    def show_progress(self, lines: int) -> None:
        """One line that grows on a terminal; a line every few thousand records in a log."""
        before, self.lines = self.lines, self.lines + lines
        rate = self.lines / max(time.monotonic() - self.began, 0.001)
        text = f"{self.lines} lines, {rate:.0f} a second"
        if sys.stderr.isatty():
            self.stderr.write(f"\r{text}", ending="")
            self.stderr.flush()
        elif before // 5000 != self.lines // 5000:
            self.stderr.write(text)
