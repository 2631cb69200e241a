"""Make the pages readers ask for first, so that none of them waits: after an update, or an emptied store."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.test import Client

from articles.models import Article, Section
from portal.cache import store


class Command(BaseCommand):
    help = "Put the front page, sections, feeds, sitemaps and the newest articles into the page store."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=200, help="so many of the newest articles")
        parser.add_argument("--anew", action="store_true", help="throw every finished page away first")

    def handle(self, *, articles: int, anew: bool, **options) -> None:
        if anew:
            store().purge_all()
        browser = Client(HTTP_HOST=urlsplit(settings.SITE_URL).netloc, headers={"Accept-Encoding": "gzip"})
        failed = [
            path for path in paths(articles) if browser.get(path, secure=settings.PUBLIC).status_code != 200
        ]
        for path in failed:
            self.stderr.write(f"{path} could not be made")
        self.stdout.write("The page store is warm.")


def paths(articles: int) -> list[str]:
    """Addresses in the order readers need them."""
    sections = Section.objects.all()
    newest = Article.objects.published().newest().select_related("section").only("slug", "section__path")
    return [
        *("/", "/rss/", "/sitemap.xml", "/news-sitemap.xml"),
        *(section.get_absolute_url() for section in sections),
        *(article.get_absolute_url() for article in newest[:articles]),
    ]
