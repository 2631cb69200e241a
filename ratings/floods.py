"""Unusual votes: a window of them is held out of the average until a moderator accepts or voids it."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.signals import announce
from articles.workflow import Refused
from ratings.totals import RatingTotal
from vietnamese.fields import LineField
from vietnamese.text import normalise_line

UNUSUAL, SPAN = 20, timedelta(minutes=1)  # votes on one article from one network
GOES_ON = timedelta(minutes=10)  # a later vote of the network belongs to the same flood
TOGETHER = 60  # votes on one article within SPAN, from all networks
ONE_VOICE = 0.8  # of them with the same stars
USUAL_HOUR = TOGETHER // 10 * 60  # where so many came in the hour before, a tenth of TOGETHER is usual


class FloodState(models.TextChoices):
    HELD = "held", _("Held")
    ACCEPTED = "accepted", _("Accepted")
    VOIDED = "voided", _("Voided")


class FloodManager(models.Manager):
    def watch(self, vote) -> "Flood | None":
        """Hold a new vote that is part of a flood. Called after the sum has counted it, in its transaction.

        The sum's row is locked by then, so floods of one article begin one after the other.
        """
        if not vote.network:
            return None
        now = timezone.now()
        of_network = Q(network=vote.network, last_at__gt=now - GOES_ON)
        of_voice = Q(network="", stars=vote.stars, last_at__gt=now - SPAN)
        if running := self.filter(of_network | of_voice, article=vote.article).order_by("-pk").first():
            return running.meet(vote)
        votes = type(vote).objects.filter(article=vote.article, flood=None)
        return self._of_network(vote, votes, now) or self._of_voice(vote, votes, now)

    def _of_network(self, vote, votes, now) -> "Flood | None":
        window = votes.filter(network=vote.network, created_at__gt=now - SPAN)
        if window.count() < UNUSUAL:
            return None
        return self._begin(window, now, article=vote.article, network=vote.network)

    def _of_voice(self, vote, votes, now) -> "Flood | None":
        """From wherever they come: far more than usual, and nearly all alike. Mixed votes are a success."""
        latest = list(votes.order_by("-created_at").values_list("created_at", "stars")[:TOGETHER])
        alike = sum(stars == vote.stars for _at, stars in latest)
        if alike < ONE_VOICE * TOGETHER or latest[-1][0] <= now - SPAN:
            return None
        hour_before = votes.filter(created_at__range=(now - 60 * SPAN, now - SPAN))
        if hour_before[:USUAL_HOUR].count() == USUAL_HOUR:
            return None
        window = votes.filter(stars=vote.stars, created_at__gt=now - SPAN)
        return self._begin(window, now, article=vote.article, stars=vote.stars)

    def _begin(self, window, now, **fields) -> "Flood":
        flood = self.create(began_at=now - SPAN, last_at=now, **fields)
        # a voter who changes a vote right now holds its row and waits for the sum: that vote stays counted
        flood.take(window.select_for_update(skip_locked=True))
        return flood


class Flood(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    network = models.CharField(max_length=32, blank=True, editable=False)  # accounts.readers.network_of
    stars = models.PositiveSmallIntegerField(null=True, editable=False)  # of many networks' one voice
    began_at = models.DateTimeField(_("began"), editable=False)
    last_at = models.DateTimeField(_("last vote"), editable=False)
    votes = models.PositiveIntegerField(_("votes"), default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=FloodState, default=FloodState.HELD)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = LineField(_("reason"), max_length=500, blank=True)

    objects = FloodManager()

    class Meta:
        verbose_name = _("unusual votes")
        verbose_name_plural = _("unusual votes")
        ordering = ["-pk"]
        permissions = [("decide_flood", "Can accept and void unusual votes")]
        indexes = [models.Index("article", "network", "last_at", name="flood_running")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def what(self) -> str:
        """What is unusual, in words."""
        if self.stars:
            return gettext("Very many votes from many networks, nearly all with %d stars") % self.stars
        return gettext("Very many votes from one network")

    def meet(self, vote) -> "Flood | None":
        """Another vote of a flood that goes on; None where a person has said that these are real."""
        if self.state == FloodState.ACCEPTED:
            Flood.objects.filter(pk=self.pk).update(last_at=timezone.now())
            return None
        self.take([vote])
        return self

    def take(self, votes) -> None:
        """Move counted votes into this flood, and out of the sum."""
        votes = list(votes)
        type(votes[0]).objects.filter(pk__in=[vote.pk for vote in votes]).update(flood=self)
        counted = Counter(vote.stars for vote in votes)
        RatingTotal.objects.add(self.article, {stars: -count for stars, count in counted.items()})
        self.votes, self.last_at = self.votes + len(votes), timezone.now()
        self.save(update_fields=["votes", "last_at"])

    @transaction.atomic
    def decide(self, by, state: str, reason: str) -> None:
        """Accept the votes (they count again) or void them, for a reason; may be decided anew later.

        Raises Refused without the right, without a reason, or when it stands like that already.
        """
        reason = normalise_line(reason)
        if not by.has_perm("ratings.decide_flood"):
            raise Refused(gettext("You have no right to decide on votes."))
        if not reason:
            raise Refused(gettext("Write the reason for your decision."))
        RatingTotal.objects.lock(self.article_id)
        found = Flood.objects.select_for_update().get(pk=self.pk)
        if found.state == state or state not in (FloodState.ACCEPTED, FloodState.VOIDED):
            raise Refused(gettext("These votes are already: %s.") % found.get_state_display().lower())
        sign = (state == FloodState.ACCEPTED) - (found.state == FloodState.ACCEPTED)
        counted = Counter(found.ratings.values_list("stars", flat=True))
        if sign and counted:
            RatingTotal.objects.add(self.article, {stars: sign * count for stars, count in counted.items()})
            announce([self.article.get_absolute_url()])
        self.state, self.reason, self.decided_by, self.decided_at = state, reason, by, timezone.now()
        self.save(update_fields=["state", "reason", "decided_by", "decided_at"])

    def chart(self) -> dict:
        """{minutes: see by_minute, width: of the drawing, networks: see by_network, homes: their number}."""
        from ratings.models import Rating

        start = self.began_at - timedelta(minutes=10)
        last = Rating.objects.filter(flood=self).aggregate(last=Max("created_at"))["last"] or self.last_at
        end = min(last + timedelta(minutes=10), start + timedelta(minutes=60))
        votes = Rating.objects.filter(article=self.article, created_at__range=(start, end))
        rows = list(votes.values_list("created_at", "network", "flood"))
        minutes = by_minute(rows, start, end, self.pk)
        homes = len({network for _at, network, flood in rows if flood == self.pk})
        return {
            "minutes": minutes,
            "width": WIDTH * len(minutes),
            "networks": by_network(rows),
            "homes": homes,
        }


WIDTH, HEIGHT = 8, 100  # of a minute's bar in the drawing


def by_minute(rows: list[tuple], start, end, flood: int) -> list[dict]:
    """A bar per minute: votes of the flood (`ours`) on top of all others, with places for the drawing."""
    count = int((end - start).total_seconds() // 60) + 1
    ours, others = [0] * count, [0] * count
    for at, _network, own in rows:
        (ours if own == flood else others)[int((at - start).total_seconds() // 60)] += 1
    most = max(1, *(a + b for a, b in zip(ours, others, strict=True)))
    minutes = []
    for place in range(count):
        below, above = (round(HEIGHT * number / most) for number in (others[place], ours[place]))
        minutes.append(
            {
                "at": start + timedelta(minutes=place),
                "ours": ours[place],
                "others": others[place],
                "x": place * WIDTH,
                "below": below,
                "below_y": HEIGHT - below,
                "above": above,
                "above_y": HEIGHT - below - above,
            }
        )
    return minutes


def by_network(rows: list[tuple]) -> list[tuple[str, int]]:
    """[("A", votes)] of the busiest networks; which they are is nobody's business."""
    counts = Counter(network for _at, network, _flood in rows).most_common(8)
    return [(chr(ord("A") + place), votes) for place, (_network, votes) in enumerate(counts)]
