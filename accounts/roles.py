"""Who may do what: one readable table. `sync_roles` writes it into Django's groups after every migrate.

Object-level questions (whose draft, in which state) are answered by the verbs; a role only opens the door.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    code: str  # the name of the group
    label: str
    permissions: tuple[str, ...]  # "app.codename"


def crud(model: str, acts: str = "view add change delete") -> tuple[str, ...]:
    app, name = model.split(".")
    return tuple(f"{app}.{act}_{name}" for act in acts.split())


WRITES = (
    *crud("articles.article", "view add change"),
    *crud("articles.pick"),
    *crud("articles.byline"),
    "articles.submit_article",
    *crud("images.image", "view add change"),
    *crud("recordings.recording", "view add change"),
    *crud("articles.tag", "view"),
    *crud("articles.section", "view"),
    *crud("articles.topic", "view"),
    *crud("articles.author", "view"),
)
EDITS = (
    *WRITES,
    "articles.see_all_articles",
    "articles.edit_submitted_article",
    "articles.send_back_article",
    "articles.pass_on_article",
    "articles.choose_suggestions",
    *crud("articles.abbreviation"),
    "images.delete_image",
    *crud("articles.tag", "add change"),
    "articles.merge_tag",
    *crud("articles.topic", "add change"),
)
PUBLISHES = (
    *EDITS,
    "articles.edit_live_article",
    "articles.publish_article",
    "articles.withdraw_article",
    *crud("articles.author", "add change"),
    *crud("articles.tag", "delete"),
    *crud("articles.topic", "delete"),
    *crud("corrections.correction", "view add"),
    *crud("portal.arrangement"),
    *crud("portal.pin"),
    *crud("portal.blockrule"),
    *crud("portal.emergencystrip", "view add"),
    *crud("articles.oldaddress"),
    *crud("portal.deadaddress", "view delete"),
    *crud("newsletter.edition", "view"),
)
MODERATES = (
    *crud("comments.comment", "view"),
    "comments.moderate_comment",
    *crud("comments.wordentry"),
    *crud("comments.stoppedwriter", "view delete"),
    *crud("ratings.rating", "view"),
    *crud("ratings.ratingtotal", "view"),
    *crud("ratings.flood", "view"),
    "ratings.decide_flood",
)

ROLES = (
    Role("reporter", _("Reporter"), WRITES),
    Role("editor", _("Editor"), EDITS),
    Role("secretary", _("Editorial secretary"), PUBLISHES),
    Role(
        "chief",
        _("Editor-in-chief"),
        (
            *PUBLISHES,
            *MODERATES,
            "articles.approve_as_chief",
            "articles.publish_in_emergency",
            *crud("articles.section", "add change"),
            *crud("articles.chain"),
            *crud("articles.revision", "view"),
            *crud("articles.copyrule", "view change"),
            *crud("portal.masthead", "view add change"),
            *crud("portal.plainfile"),
            *crud("portal.flatpage"),
            *crud("newsletter.subscriber", "view delete"),
            *crud("comments.commentpolicy"),
            *crud("comments.houserules", "view add"),
            *crud("accounts.act", "view"),
        ),
    ),
    Role("moderator", _("Moderator"), MODERATES),
)


def sync_roles(**_signal) -> None:
    """Make the groups hold exactly what the table says. Idempotent; unknown permissions raise."""
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.code)
        group.permissions.set([known[code] for code in role.permissions])
