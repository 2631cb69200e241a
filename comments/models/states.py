"""The three states of a comment, and the reasons a moderator may give."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from articles.workflow import Refused


class State(TextChoices):
    HELD = "held", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Reason(TextChoices):
    """Why a comment was rejected, as a code that can be counted."""

    INSULT = "insult", _("Insults or hatred")
    SPAM = "spam", _("Advertising or spam")
    OFF_TOPIC = "off_topic", _("Off topic")
    UNVERIFIED = "unverified", _("Unverified claims")
    PERSONAL_DATA = "personal_data", _("Personal data")
    OTHER = "other", _("Other, see the note")


SENTENCES = {
    Reason.INSULT: _("It insults others or spreads hatred."),
    Reason.SPAM: _("It is advertising, or was sent many times."),
    Reason.OFF_TOPIC: _("It is not about the article."),
    Reason.UNVERIFIED: _("It claims what the paper cannot verify."),
    Reason.PERSONAL_DATA: _("It gives away personal data."),
    Reason.OTHER: _("It does not fit the house rules for comments."),
}


class TooMany(Refused):
    """More than a network or an article takes in a short time; the same one may pass later."""
