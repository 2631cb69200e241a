"""Parts of pages that a process renders once.

{% kept "footer" %} … {% endkept %}: a part of the frame, once per edition. What it depends on besides
masthead, menu and language is named: {% kept "bar" current section.pk %}.

{% fixed "icon" name %} … {% endfixed %}: for good; it depends on the language and what is named, which may
have few values.
"""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_fixed: dict[tuple, SafeString] = {}
MOST = 1000  # fixed parts: more come of something that is named and has too many values


class Part(template.Node):
    def __init__(self, nodes: template.NodeList, name: str, depends_on: list):
        self.nodelist, self.name, self.depends_on = nodes, name, depends_on

    def key(self, context) -> tuple:
        values = (value.resolve(context, ignore_failures=True) for value in self.depends_on)
        return self.name, get_language(), *values


class Kept(Part):
    def render(self, context) -> SafeString:
        edition = context.get("edition")
        if edition is None:
            return self.nodelist.render(context)
        key = self.key(context)
        part = edition.parts.get(key)
        if part is None:
            part = self.nodelist.render(context)
            edition.keep(key, part)
        return part


class Fixed(Part):
    def render(self, context) -> SafeString:
        key = self.key(context)
        part = _fixed.get(key)
        if part is None:
            part = self.nodelist.render(context)
            if len(_fixed) < MOST:
                _fixed[key] = part
        return part


def _parse(kind: type[Part], parser, token) -> Part:
    tag, name, *depends_on = token.split_contents()
    nodes = parser.parse([f"end{tag}"])
    parser.delete_first_token()
    return kind(nodes, name, [parser.compile_filter(text) for text in depends_on])


@register.tag
def kept(parser, token) -> Kept:
    return _parse(Kept, parser, token)


@register.tag
def fixed(parser, token) -> Fixed:
    return _parse(Fixed, parser, token)
