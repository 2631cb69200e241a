from django.core.management.base import BaseCommand, CommandError

from accounts import second_factor, sessions
from accounts.models import User


class Command(BaseCommand):
    help = "For a lost phone: forget a person's second step of signing in, and sign them out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username: str, **options):
        person = User.objects.filter(username=username).first()
        if not person:
            raise CommandError(f"Nobody signs in as {username!r}.")
        if not second_factor.reset(person):
            raise CommandError(f"{person} has not set up a second step.")
        ended = sessions.end(person)
        self.stdout.write(f"{person} signs in by password alone the next time; {ended} sessions ended.")
