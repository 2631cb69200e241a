"""manage.py remove_stray_pictures: what an upload left behind whose process was killed half-way."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from images import files
from images.models import Image

PATIENCE = timedelta(days=1)  # an upload under way has files before it has a row


class Command(BaseCommand):
    help = (
        "Remove files of pictures that have no row. Safe at any time; uploads of the last day are left alone."
    )

    def handle(self, *args, **options):
        removed = 0
        for token in tokens_on_storage():
            if not Image.objects.filter(token=token).exists() and is_old(token):
                files.remove(token)
                removed += 1
        self.stdout.write(f"{removed} stray pictures removed.")


def tokens_on_storage():
    try:
        shelves = default_storage.listdir("pictures")[0]
    except FileNotFoundError:
        return
    for shelf in shelves:
        yield from default_storage.listdir(f"pictures/{shelf}")[0]


def is_old(token: str) -> bool:
    place = f"pictures/{token[:2]}/{token}"
    names = default_storage.listdir(place)[1]
    changes = [default_storage.get_modified_time(f"{place}/{name}") for name in names]
    return all(changed < timezone.now() - PATIENCE for changed in changes)
