from django.core.management.base import BaseCommand

from accounts.roles import ROLES, sync_roles


class Command(BaseCommand):
    help = "Write the table of roles (accounts/roles.py) into the groups of this database."

    def handle(self, **options):
        sync_roles()
        for role in ROLES:
            self.stdout.write(f"{role.code}: {len(role.permissions)} permissions")
