from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import lexicon
from comments.difference import difference
from comments.moderation import BY_EFFECT
from vietnamese.text import normalise

register = template.Library()


@register.filter
def with_hits(comment) -> SafeString:
    """A comment's text, escaped, with the words of the lists marked."""
    text = normalise(comment.text)
    if not comment.words:
        return format_html("{}", text)
    spans = [(hit.start, hit.end) for hit in lexicon.current()[1].find(text) if hit.entry.effect in BY_EFFECT]
    parts, place = [], 0
    for start, end in spans:
        if start >= place:
            parts += [(text[place:start], text[start:end])]
            place = end
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    return format_html("{}{}", marked, text[place:])


@register.simple_tag
def text_difference(before: str, after: str) -> list[tuple[str, str]]:
    """[("same"|"gone"|"new", words)] from one wording to the other."""
    return difference(before, after)


@register.filter
def time_span(seconds: float | None) -> str:
    """Seconds in words, the two largest units of them."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return _("%d seconds") % rest
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%d minutes") % minutes
    days, rest = divmod(hours, 24)
    if days >= 2:  # below, hours are still easily pictured
        return _("%(days)d days %(hours)d hours") % {"days": days, "hours": rest}
    return _("%(hours)d hours %(minutes)d minutes") % {"hours": hours, "minutes": minutes}
