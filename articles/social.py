"""Pictures for social networks of what has none: the headline, drawn at publishing and never on request.

The name of the file follows from what is on it, so that a new headline is a new address: networks keep what
they fetched. A withdrawn article takes its file along.
"""

import hashlib
import logging
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from articles.workflow import Public

log = logging.getLogger(__name__)

DESIGN = 1  # raise it with every change of how a card looks, then run `manage.py draw_cards`
SIZE = (1200, 630)
MARGIN = 80
PURPLE, DEEP, GOLD, WHITE = "#4a2372", "#371a56", "#f2c14e", "#ffffff"  # of static/css/tokens.css
FONTS = Path(__file__).parent / "fonts"
STEPS = (76, 68, 60, 54, 48, 42)  # pixels of the headline: the largest that fits
LEADING = 1.34  # Vietnamese letters carry two marks
ROOM = 370  # pixels the headline may be high


def keep(article) -> None:
    """Set `article.card` to what its state asks for; the caller saves the row. A full disk is no error."""
    is_wanted = article.public_state == Public.LIVE and not article.lead_picture_id
    wanted = name_of(article.pk, article.title, article.section.name) if is_wanted else ""
    try:
        if wanted and not default_storage.exists(wanted):
            default_storage.save(wanted, ContentFile(draw(article.title, article.section.name)))
    except OSError:
        log.exception("No card could be stored for article %s.", article.pk)
        wanted = ""
    if article.card and article.card != wanted:
        former = article.card
        transaction.on_commit(lambda: default_storage.delete(former), robust=True)
    article.card = wanted


def name_of(key, *texts: str) -> str:
    digest = hashlib.sha256("\n".join([str(DESIGN), host(), *texts]).encode()).hexdigest()[:12]
    return f"cards/{digest[:2]}/{key}-{digest}.jpg"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname.removeprefix("www.")


def draw(headline: str, above: str = "") -> bytes:
    """A JPEG of 1200 x 630 pixels: the headline large, a word above it, the paper's address below."""
    card = Image.new("RGB", SIZE, PURPLE)
    pen = ImageDraw.Draw(card)
    width, height = SIZE
    pen.polygon([(width * 0.58, height), (width, height * 0.3), (width, height)], fill=DEEP)
    pen.rectangle((0, 0, width, 14), fill=GOLD)
    small = font("NotoSans-Bold-vi.ttf", 34)
    if above:
        pen.text((MARGIN, 62), above, font=small, fill=GOLD)
    size, lines = fitted(headline, width - 2 * MARGIN)
    top = 132 + (ROOM - len(lines) * size * LEADING) / 2
    large = font("NotoSerif-Bold-vi.ttf", size)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * LEADING), line, font=large, fill=WHITE)
    pen.text((MARGIN, height - 92), host(), font=small, fill=WHITE)
    out = BytesIO()
    card.save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, size)


def fitted(text: str, width: int) -> tuple[int, list[str]]:
    """The largest size at which the text fits, and its lines; the smallest cuts what is too long."""
    for size in STEPS:
        lines = wrapped(text, font("NotoSerif-Bold-vi.ttf", size), width)
        if len(lines) * size * LEADING <= ROOM:
            return size, lines
    most = int(ROOM / (STEPS[-1] * LEADING))
    return STEPS[-1], [*lines[: most - 1], lines[most - 1] + " …"]


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(word, face, width))
    return lines


def cut(word: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    while face.getlength(word) > width:
        word = word[:-2] + "…"
    return word
