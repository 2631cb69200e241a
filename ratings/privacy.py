"""A reader's own votes, known by a cookie alone; and what is erased of old ones: who gave them."""

from datetime import timedelta

from django.db.models import CharField, Func, Value
from django.db.models.functions import MD5, Cast, Concat, Substr
from django.utils import timezone

from ratings.models import Flood, Rating

ERASE_AFTER_DAYS = 180
SHOWN = 500  # of a reader's votes on one page


def export(voter: str | None) -> dict:
    """Every vote of a reader, ready for JSON."""
    return {
        "votes": [
            {
                "article": vote.article.get_absolute_url() if vote.article.is_public else None,
                "stars": vote.stars,
                "voted_at": vote.created_at,
                "changed_at": vote.changed_at,
            }
            for vote in Rating.objects.of_voter(voter)
        ]
    }


def withdraw_all(voter: str | None) -> int:
    """Take back every vote of a reader; how many."""
    return sum(Rating.objects.withdraw(vote.article, voter) for vote in Rating.objects.of_voter(voter))


def erase_old(days: int = ERASE_AFTER_DAYS, *, dry_run: bool = False) -> dict[str, int]:
    """Cut votes older than so many days off from their voters and networks; {what: how many rows}.

    Such a vote can no longer be changed or withdrawn.
    """
    before = timezone.now() - timedelta(days=days)
    votes = Rating.objects.filter(created_at__lt=before).exclude(voter__startswith="-", network="")
    floods = Flood.objects.filter(last_at__lt=before).exclude(network="")
    counts = {"votes": votes.count(), "floods": floods.count()}
    if not dry_run:
        chance = MD5(Concat(Cast(Func(function="random"), CharField()), Cast("pk", CharField())))
        votes.update(voter=Concat(Value("-"), Substr(chance, 2)), network="")
        floods.update(network="")
    return counts
