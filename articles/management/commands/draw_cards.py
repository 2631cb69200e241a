"""Cards of articles that have neither a picture nor a card yet: imported ones, or after a new design."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import social
from articles.models import Article
from articles.signals import announce


class Command(BaseCommand):
    help = "Draw the headline as a picture for social networks, for the newest public articles without one."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--newest", type=int, default=1000, help="so many articles, the newest first")

    def handle(self, *, newest: int, **_options) -> None:
        bare = Article.objects.published().filter(lead_picture=None).newest()
        drawn = sum(map(draw, bare.values_list("pk", flat=True)[:newest]))
        self.stdout.write(f"{drawn} cards drawn")


@transaction.atomic
def draw(pk: int) -> bool:
    article = Article.objects.select_for_update(of=("self",)).select_related("section").get(pk=pk)
    before = article.card
    social.keep(article)
    if article.card == before:
        return False
    article.save(update_fields=["card"])
    announce({article.get_absolute_url()})
    return True
