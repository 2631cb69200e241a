"""Addresses, mail and hashes of readers, erased after a while."""

from django.core.management.base import BaseCommand

from comments.privacy import ERASE_AFTER_DAYS, erase_old


class Command(BaseCommand):
    help = "Erases readers' addresses and hashes from old comments, likes and reports; printed words stay."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=ERASE_AFTER_DAYS)
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, days, dry_run, **_options):
        for what, count in erase_old(days, dry_run=dry_run).items():
            self.stdout.write(f"{what}: {count}{' (not erased: dry run)' if dry_run else ''}")
