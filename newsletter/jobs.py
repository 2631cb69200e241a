"""What has to be done every minute; each may run twice, side by side with itself, or late."""

from datetime import timedelta

from django.utils import timezone

from newsletter import sending
from newsletter.models import Edition, Letter, SignUp, Subscriber
from newsletter.models.subscribers import CONFIRM_WITHIN

KEPT = timedelta(days=30)  # what went to whom


def make_edition() -> None:
    Edition.objects.make()


def send_newsletter() -> int:
    return sending.send_waiting()


def forget_subscribers() -> None:
    """Addresses nobody confirmed, what went to whom a month ago, the day before yesterday's limits."""
    now = timezone.now()
    Subscriber.objects.filter(confirmed_at=None, consented_at__lt=now - CONFIRM_WITHIN).delete()
    Letter.objects.filter(created_at__lt=now - KEPT).delete()
    SignUp.objects.filter(at__lt=now - timedelta(days=1)).delete()


EVERY_MINUTE = (make_edition, send_newsletter, forget_subscribers)
