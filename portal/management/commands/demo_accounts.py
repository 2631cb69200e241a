from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import ROLES
from portal.demo.loading import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Print one login per role of the demo paper; nothing where there are none."

    def handle(self, **options):
        labels = {role.code: str(role.label) for role in ROLES} | {"": "Quản trị"}
        there = set(
            User.objects.filter(username__in=[name for name, _role, _full in ACCOUNTS]).values_list(
                "username", flat=True
            )
        )
        for username, role, _full in ACCOUNTS:
            if username in there:
                self.stdout.write(f"  {username:<12} {PASSWORD}   {labels[role]}")
