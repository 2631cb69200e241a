"""What a person has to know about their article: on their start page, and by mail after the commit."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.revisions import Revision
from articles.workflow import MOVES

log = logging.getLogger(__name__)
HANDS_ON = ("submit", "pass_on", "approve", "submit_edit")


class Notice(models.Model):
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="notices")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["to", "revision"], name="told_once")]
        indexes = [models.Index(fields=["to", "-id"], name="notice_unread", condition=models.Q(read_at=None))]

    def __str__(self) -> str:
        return f"{self.to_id}: {self.revision}"


def tell(article, by, revision: Revision) -> None:
    """Tell the writer and whoever held the article before, but not the one who acted."""
    holders = [article.created_by, previous_holder(article, revision)]
    if article.pending_edit:
        holders.append(article.pending_edit.by)
    people = {person.pk: person for person in holders if person and person.is_active and person.pk != by.pk}
    Notice.objects.bulk_create(
        Notice(to=person, article=article, revision=revision) for person in people.values()
    )
    for person in people.values():
        if person.email:
            transaction.on_commit(lambda to=person.email: mail(to, article, by, revision), robust=True)


def previous_holder(article, revision: Revision):
    """Who last handed the article on, before this act."""
    handed = article.revisions.filter(act__in=HANDS_ON, version__lt=revision.version).select_related("by")
    last = handed.first()
    return last and last.by


def mail(to: str, article, by, revision: Revision) -> None:
    """One message; a mail server that is away costs the mail, never the act."""
    done = str(MOVES[revision.act].done)
    lines = [
        f"{done}: “{article.title}”.",
        gettext("By: %s") % by,
        gettext("Reason: %s") % revision.reason if revision.reason else "",
        f"{settings.SITE_URL}/admin/articles/article/{article.pk}/change/",
    ]
    try:
        send_mail(f"{done}: {article.title}"[:180], "\n".join(filter(None, lines)), None, [to])
    except OSError as error:
        log.error("A notice could not be mailed: %s", error)
