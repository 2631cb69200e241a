"""What happened to a person's account, in Django's own log: their history and the audit list show it."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType


def record(person, act: str, by=None) -> None:
    """`act` is a sentence in the paper's language; `by` is the person themself where nobody else acted."""
    LogEntry.objects.create(
        user=by or person,
        content_type=ContentType.objects.get_for_model(person),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=act,
    )
