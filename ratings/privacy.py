"""What is erased of old votes: who gave them. The votes themselves stay."""

from datetime import timedelta

from django.db.models import CharField, Func, Value
from django.db.models.functions import MD5, Cast, Concat, Substr
from django.utils import timezone

from ratings.models import Flood, Rating

ERASE_AFTER_DAYS = 180


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
