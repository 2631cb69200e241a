"""What stands on the front page: filled by date, no article twice."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from articles.models import Article, Section, Topic

LEAD, SECONDARY, NEWEST, BLOCK, TOPICS = 1, 4, 10, 5, 6


@dataclass
class Block:
    section: Section
    first: Article
    rest: list[Article]


def compose(menu: list[Section]) -> dict:
    """Template variables of the front page; one query for the top, one for all the blocks."""
    top = list(Article.objects.published().cards().newest()[: LEAD + SECONDARY + NEWEST])
    pictured = next((article for article in top if article.lead_picture_id), None)
    lead = pictured or (top[0] if top else None)
    others = [article for article in top if article is not lead]
    return {
        "lead_story": lead,
        "secondary": others[:SECONDARY],
        "newest": others[SECONDARY:],
        "blocks": blocks(menu, shown={article.pk for article in top}),
        "topics": running_topics(),
    }


def blocks(menu: list[Section], shown: set[int]) -> list[Block]:
    """The newest of each section that stand nowhere else on the page."""
    newest = [
        Article.objects.published().in_section(section).exclude(pk__in=shown).newest().values("pk")[:BLOCK]
        for section in menu
    ]
    if not newest:
        return []
    wanted = newest[0].union(*newest[1:], all=True)
    found = Article.objects.published().cards().filter(pk__in=wanted).newest()
    items = {
        section: [article for article in found if article.top_section_id == section.pk] for section in menu
    }
    return [Block(section, own[0], own[1:]) for section, own in items.items() if own]


def running_topics() -> list[Topic]:
    """The running stories that have something to read."""
    readable = Article.objects.published().filter(topics=OuterRef("pk"))
    return list(Topic.objects.filter(Exists(readable), running=True).order_by("-pk")[:TOPICS])
