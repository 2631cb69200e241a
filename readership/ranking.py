"""What readers read most, in a day and in a week."""

from django.db.models import IntegerField, Value

from articles.models import Article
from readership.models import Reads

DAY, WEEK = 24, 7 * 24  # hours
SHOWN = 5


def most_read(limit: int = SHOWN) -> dict[str, list[Article]]:
    """{"day": cards, "week": cards}: public articles, the most read first. Two queries.

    Cards of the day know their `day_readers`.
    """
    day, week = (
        Reads.objects.leaders(hours, limit).annotate(span=Value(hours, IntegerField()))
        for hours in (DAY, WEEK)
    )
    columns = ("span", "total", "article")
    ranked = sorted(day.values_list(*columns).union(week.values_list(*columns), all=True), reverse=True)
    wanted = {article for _span, _total, article in ranked}
    cards = {card.pk: card for card in Article.objects.published().cards().filter(pk__in=wanted)}
    for span, total, article in ranked:
        if span == DAY and article in cards:
            cards[article].day_readers = total
    return {
        name: [cards[article] for span, _total, article in ranked if span == hours and article in cards]
        for name, hours in (("day", DAY), ("week", WEEK))
    }
