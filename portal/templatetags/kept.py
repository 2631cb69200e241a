"""{% kept "footer" %} … {% endkept %}: a part of the frame that a process renders once per edition.

What the part depends on besides masthead, menu and language is named: {% kept "bar" current section.pk %}.
"""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Kept(template.Node):
    def __init__(self, nodes: template.NodeList, name: str, depends_on: list):
        self.nodelist, self.name, self.depends_on = nodes, name, depends_on

    def render(self, context) -> SafeString:
        edition = context.get("edition")
        if edition is None:
            return self.nodelist.render(context)
        values = (value.resolve(context, ignore_failures=True) for value in self.depends_on)
        key = (self.name, get_language(), *values)
        part = edition.parts.get(key)
        if part is None:
            part = self.nodelist.render(context)
            edition.keep(key, part)
        return part


@register.tag
def kept(parser, token) -> Kept:
    _tag, name, *depends_on = token.split_contents()
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(nodes, name, [parser.compile_filter(text) for text in depends_on])
