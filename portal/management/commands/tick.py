from django.core.management.base import BaseCommand, CommandError

from portal.jobs import run


class Command(BaseCommand):
    help = "Do what has to be done every minute; several at once are harmless. For cron or a systemd timer."

    def handle(self, **options):
        if failed := run():
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
