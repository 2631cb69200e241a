"""{% tools article %}: the row of buttons for sharing, saving and reading."""

from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString

from articles.models.addresses import absolute
from articles.stencils import Stencil

register = template.Library()
TOOLS = Stencil("articles/_tools.html", "tools")


@register.simple_tag
def tools(article) -> SafeString:
    path = article.get_absolute_url()
    fields = {
        "title": article.title,
        "path": path,
        "address": absolute(path),
        "title_in_query": quote(article.title, safe=""),
        "address_in_query": quote(absolute(path), safe=""),
    }
    return TOOLS(fields)
