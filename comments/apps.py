from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from django.db.models import F

        from articles import reading
        from articles.models.querying import CARD_COLUMNS
        from comments.reading import JOIN, is_closed_from_above

        CARD_COLUMNS["comment_count"] = F("comment_total__approved")
        reading.read_along(JOIN, is_closed_from_above=is_closed_from_above())
