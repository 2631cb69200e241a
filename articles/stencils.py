"""Templates that are filled in for many items of a page: rendered once for each shape, then only filled in.

    CARD = Stencil("articles/_card.html", "card")
    CARD({"title": "Bão số 8", "url": "/…"}, size="row")

In such a template a field may be printed as it is, handed to `{% url %}`, or asked whether it is empty, and
nothing else: no filters on fields, no comparing. Everything a field decides by more than that is an option
(`size`), which is part of the shape. What breaks the rule raises when the shape is made.
"""

from collections.abc import Mapping
from html import escape
from itertools import count

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MARK = 864_209_753_100_000  # digits, so that {% url %} takes a field for a number
MOST = 500  # shapes of one template: more come of an option that is really a field


class Stencil:
    def __init__(self, template: str, item: str):
        """`item`: the name under which the template knows the fields."""
        self.template, self.item = template, item
        self.shapes: dict[tuple, str] = {}

    def __call__(self, fields: Mapping[str, object], **options) -> SafeString:
        """`fields`: texts or numbers; SafeStrings stand as they are, everything else is escaped."""
        full = tuple(name for name, value in fields.items() if value)
        key = (get_language(), full, *options.items())
        shape = self.shapes.get(key)
        if shape is None:
            shape = self._cut(full, options)
            if len(self.shapes) < MOST:
                self.shapes[key] = shape
        return mark_safe(shape % {name: _escaped(fields[name]) for name in full})  # noqa: S308 (escaped here)

    def _cut(self, full: tuple[str, ...], options: dict) -> str:
        """The template with places for the fields that are not empty, as Python's % fills them."""
        marks = dict(zip(full, map(str, count(MARK)), strict=False))
        text = render_to_string(self.template, options | {self.item: marks}).replace("%", "%%")
        for name, mark in marks.items():
            text = text.replace(mark, f"%({name})s")
        if str(MARK)[:12] in text:
            raise ValueError(f"{self.template} changes a field instead of printing it")
        return text


def _escaped(value) -> str:
    """As Django's `conditional_escape` does it, without its wrapping for lazy texts."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
