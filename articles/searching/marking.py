"""Showing where a text has the words searched for: on the text itself, with its marks."""

from collections.abc import Collection

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.searching.words import cut


def mark(text: str, folded: Collection[str]) -> SafeString:
    """`text` as HTML with <mark> around the words whose folded form is in `folded`; neighbours under one.

    Every piece is escaped by itself, so nothing of the text can become markup.
    """
    pieces, end = [], 0
    for start, stop in _runs(text, folded):
        pieces += [text[end:start], format_html("<mark>{}</mark>", text[start:stop])]
        end = stop
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


def _runs(text: str, folded: Collection[str]) -> list[list[int]]:
    runs: list[list[int]] = []
    for word in cut(text):
        if word.folded not in folded:
            continue
        if runs and not text[runs[-1][1] : word.start].strip():
            runs[-1][1] = word.end
        else:
            runs.append([word.start, word.end])
    return runs
