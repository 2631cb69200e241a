"""The buttons of the article page: one per allowed move, through the one verb."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.copydesk.rules import findings
from articles.models import Article
from articles.workflow import MOVES, Refused
from vietnamese import dates


def offered(article: Article, user) -> dict:
    """Template variables: `moves` this person may make now, `takes_time` when one of them asks for a time."""
    moves = article.moves_for(user)
    return {"moves": moves, "takes_time": any(move.takes_time for move in moves)}


def perform(request, article: Article, code: str) -> bool:
    """Make the move the person pressed; a refusal becomes a sentence. True when it was made."""
    try:
        at = chosen_time(request.POST.get("publish_at", "")) if MOVES[code].takes_time else None
        article.move(code, request.user, seen=article.version, reason=request.POST.get("reason", ""), at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    done = str(MOVES[code].done)
    if code == "publish" and article.is_scheduled:
        done = _("Scheduled for %s") % dates.schedule(article.published_at)
    messages.success(request, f"{done}: “{article.title}”.")
    if MOVES[code].needs_complete:
        for found in findings(article.latest_fields(), article.pk)[:5]:
            messages.warning(request, found.sentence)
    return True


def chosen_time(text: str) -> datetime | None:
    """The time typed into the form, Vietnamese time; None when none was typed. A past time is refused."""
    if not text.strip():
        return None
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("This is no date and time: choose one from the calendar, or leave it empty."))
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment < timezone.now() - timedelta(minutes=1):
        raise Refused(_("This time has passed: choose a later one, or leave it empty to publish now."))
    return moment
