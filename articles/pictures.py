"""The pictures of a text: which stand in it, what they still lack, and who uses which (PictureUse)."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from images.models import Image
from vietnamese import dates
from vietnamese.text import fold

_IMG = re.compile("<img[^>]*>")
_ALT = re.compile(' alt="([^"]*)"')
_CAPTION = re.compile("<figcaption>(.*?)</figcaption>", re.DOTALL)
_TAGS = re.compile("<[^>]*>")
_TOKEN = re.compile("/pictures/[0-9a-f]{2}/([0-9a-f]{32})/")
# "Ảnh: Thái Sơn", without marks, and in the English edition "Photo: Thái Sơn"
_CREDITED = re.compile(r"\b(?:anh|nguon|do hoa|minh hoa|tu lieu|photos?|source|graphics)\b[^:]*:")


class Shown(NamedTuple):
    """One picture as a cleaned body shows it."""

    token: str  # "" where it is none of the library's
    alternative_text: str
    caption: str


def tokens_in(body: str) -> set[str]:
    return set(_TOKEN.findall(body))


def shown_in(body: str) -> list[Shown]:
    """The pictures of a cleaned body in order, each with the caption of its figure."""
    found = []
    for part in body.split("</figure>"):
        bare, _figure, inside = part.partition("<figure")
        caption = _CAPTION.search(inside)
        words = unescape(_TAGS.sub("", caption[1])).strip() if caption else ""
        found += [_shown(tag, "") for tag in _IMG.findall(bare)]
        found += [_shown(tag, words) for tag in _IMG.findall(inside)]
    return found


def _shown(tag: str, caption: str) -> Shown:
    token, text = _TOKEN.search(tag), _ALT.search(tag)
    return Shown(token[1] if token else "", unescape(text[1]).strip() if text else "", caption)


class Pictures:
    """The pictures of one content (articles/models/content.py) beside their rows of the library."""

    def __init__(self, content: dict):
        self.lead = content["lead_picture_id"]
        self.texts = {name: content[name] for name in ("caption", "credit", "alternative_text")}
        self.shown = shown_in(content["body"])

    @cached_property
    def rows(self) -> list[Image]:
        tokens = {picture.token for picture in self.shown} - {""}
        if not (tokens or self.lead):
            return []
        return list(Image.objects.filter(Q(token__in=tokens) | Q(pk=self.lead)).order_by("pk"))

    def lacking(self) -> list[str]:
        """Sentences: what readers may not get the text without."""
        return [*self._lead_lacks(), *self._body_lacks()]

    def _lead_lacks(self) -> list[str]:
        names = {
            "caption": _("The picture has no caption."),
            "credit": _("The picture has no credit."),
            "alternative_text": _("The picture has no alternative text."),
        }
        return [sentence for name, sentence in names.items() if self.lead and not self.texts[name]]

    def _body_lacks(self) -> list[str]:
        credited = {row.token for row in self.rows if row.credit}
        counts = {
            _("Pictures in the text without caption: %d."): sum(not one.caption for one in self.shown),
            _("Pictures in the text without alternative text: %d."): sum(
                not one.alternative_text for one in self.shown
            ),
            _("Pictures in the text without credit, in their caption or in the library: %d."): sum(
                one.token not in credited and not _CREDITED.search(fold(one.caption)) for one in self.shown
            ),
        }
        return [sentence % number for sentence, number in counts.items() if number]

    def lost(self) -> int:
        """How many are shown that the library does not have any more."""
        known = {row.token for row in self.rows}
        return len({one.token for one in self.shown if one.token} - known)

    def ended(self) -> list[str]:
        """Sentences: pictures the paper has no right to print any more."""
        return [
            _("The right to the picture “%(picture)s” ended on %(day)s.")
            % {"picture": row, "day": dates.short_date(row.rights_until)}
            for row in self.rows
            if row.rights_until and row.rights_until < timezone.localdate()
        ]


KEEP = "SELECT id FROM images_image WHERE token = ANY(%s) OR id = ANY(%s) ORDER BY id FOR KEY SHARE"


def kept(tokens: Iterable[str], ids: Iterable[int]) -> set[int]:
    """Numbers of the library's pictures among these; nobody can delete them until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(tokens), list(ids)])
        return {pk for (pk,) in cursor.fetchall()}
