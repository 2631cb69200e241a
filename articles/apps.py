from django.apps import AppConfig
from django.apps import apps as global_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        post_migrate.connect(switches_after_migrate, sender=self, dispatch_uid="articles.copy_rules")


def switches_after_migrate(sender, apps=global_apps, **_signal) -> None:
    from articles.copydesk.rules import make_switches

    try:
        apps.get_model("articles", "CopyRule")
    except LookupError:  # migrated back to before there were rules
        return
    make_switches()
