import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from portal.demo.loading import HERE, Demo


class Command(BaseCommand):
    help = (
        "Fill the portal with a fictional paper: articles, people, pictures, comments. What is there stays."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where there are articles of somebody else, or the whole demo paper",
        )

    def handle(self, if_empty=False, **options):
        if settings.PUBLIC:
            raise CommandError(
                "This is a public site (SITE_URL is https): demo accounts have known passwords."
            )
        if if_empty and not wanted():
            return
        began = time.monotonic()
        self.stdout.write("Writing the demo paper (about a minute, once)")
        new = Demo(say=self.stdout.write).load()
        self.stdout.write(f"{new} new articles in {time.monotonic() - began:.0f} s")


def wanted() -> bool:
    """An empty database, or one whose seeding was interrupted."""
    if Article.objects.exclude(source_id__startswith="demo:").exists():
        return False
    return Article.objects.count() < len(list(HERE.glob("articles/*.toml")))
