"""System checks an operator should see at start."""

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, connection


@register(Tags.database)
def masthead_is_complete(databases=None, **_options) -> list:
    """The law wants the masthead on every page: name what is still empty."""
    from portal.models import Masthead

    if not databases or "default" not in databases:
        return []
    try:
        if Masthead._meta.db_table not in connection.introspection.table_names():
            return []
        empty = Masthead.current().empty_fields()
    except DatabaseError:
        return []
    if not empty:
        return []
    hint = "Fill it in at /admin/portal/masthead/."
    return [Warning(f"The masthead lacks: {', '.join(empty)}.", hint=hint, id="portal.W001")]


@register(Tags.security, deploy=True)
def newsroom_signs_in_with_two_steps(**_options) -> list:
    """A password alone is guessed or given away; whoever has one can publish in the paper's name."""
    if settings.TWO_FACTOR == "REQUIRED" or not settings.PUBLIC:
        return []
    hint = "Set TWO_FACTOR=required, or leave it out."
    return [Warning("The newsroom of a public site opens by password alone.", hint=hint, id="portal.W002")]
