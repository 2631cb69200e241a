from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SignInGuardConfig(AxesConfig):
    verbose_name = _("Failed sign-ins")


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts.sessions import note_device

        user_logged_in.connect(note_device, dispatch_uid="accounts.note_device")
        # every app's permissions are made by this same signal, so only the last app's turn has them all
        last = list(apps.get_app_configs())[-1]
        post_migrate.connect(sync_after_migrate, sender=last, dispatch_uid="accounts.sync_roles")


def sync_after_migrate(sender, **_signal) -> None:
    from accounts.roles import sync_roles

    sync_roles()
