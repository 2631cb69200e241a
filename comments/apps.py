from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from articles import reading
        from comments.reading import JOIN, is_closed_from_above

        reading.read_along(JOIN, is_closed_from_above=is_closed_from_above())
