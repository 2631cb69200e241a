"""An article's text: the one place where HTML is cleaned, and the only one that calls HTML safe.

What `clean` returns is stored and shown; nothing but the templates of `show` comes after it. They are put
where a tag stands, which can be told by its "<": in attributes and texts `clean` writes `&lt;`.
"""

import re

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import markup
from articles.embeds import HOSTS, Embed
from articles.markup import Node
from articles.models.kinds import WIDE, Kind
from images.models import Image
from images.renditions import sources_of
from vietnamese.text import normalise, normalise_line

POLICY = 2  # raise it with every change of what `clean` returns, then run `manage.py reclean_bodies`
MAX_BYTES = 1_000_000
MAX_TAGS = (
    30_000  # the parser's work grows with their square when they are nested: this many take two seconds
)
WORDS_A_MINUTE = 220  # Vietnamese syllables, read silently

SCHEMES = {"https", "http", "mailto", "tel"}
ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "width", "height"),
    "figure": ("class",),
    "div": ("class", "data-provider", "data-id"),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
# Their content is no text for readers. An <iframe> is read once, for its video, and never written.
DROPPED = set(
    "script style template noscript title textarea xmp noembed noframes plaintext head svg math".split()
)
DROPPED |= set("select option button object embed applet audio video canvas dialog".split())
# What a tag's attribute may say where the value is one of a few, or a number.
VALUES = {
    ("figure", "class"): re.compile("image"),
    ("div", "class"): re.compile("embed"),
    ("div", "data-provider"): re.compile("youtube"),
    ("div", "data-id"): re.compile("[A-Za-z0-9_-]{11}"),
    ("img", "width"): re.compile("[1-9][0-9]{0,3}"),
    ("img", "height"): re.compile("[1-9][0-9]{0,3}"),
    ("ol", "start"): re.compile("[1-9][0-9]{0,3}"),
    ("td", "colspan"): re.compile("[1-9][0-9]?"),
    ("td", "rowspan"): re.compile("[1-9][0-9]{0,2}"),
    ("th", "colspan"): re.compile("[1-9][0-9]?"),
    ("th", "rowspan"): re.compile("[1-9][0-9]{0,2}"),
    ("th", "scope"): re.compile("row|col|rowgroup|colgroup"),
}

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What the parser needs the square of: tags in tags, attributes of one tag, stray ampersands, and formats with
# different attributes, which it copies into every paragraph that follows.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>"'<]*)(?:[^"'>]++|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+>?""")
_FORMATS = frozenset("b big code em font i nobr s small strike strong tt u".split())
_FLAT = _FORMATS | set("a br dd dt h1 h2 h3 h4 h5 h6 hr img li p tbody td tfoot th thead tr".split())
_LONGEST_TAG = 4000
_DEEPEST = 200
_STRAY_AMPERSAND = re.compile("&(?!#?[A-Za-z0-9]+;)")
_PICTURE_PATH = re.compile(r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(?:avif|webp|jpe?g|png|gif)")


class TooLong(ValueError):
    """The text is larger than an article can be. `str(error)` is a sentence for the writer."""


def clean(html: str) -> str:
    """The same text with nothing but an article's own tags, in one form: clean(clean(x)) == clean(x).

    Raises TooLong above 1 MB of UTF-8 or 30,000 tags.
    """
    html = _STRAY_AMPERSAND.sub("&amp;", _UNREADABLE.sub("", html))
    _measure(html)
    tree = markup.read(_FIRST.clean(_simpler(html)))
    _check(tree)
    markup.tidy(tree)
    markup.level_headings(tree)
    tree.children = [_video_alone(child) for child in tree.children]
    cleaned = _LAST.clean(markup.write(tree))
    _measure(cleaned)  # written out, a "<" takes four places
    return cleaned


def _measure(html: str) -> None:
    if len(html.encode()) > MAX_BYTES:
        raise TooLong(_("The text is larger than 1 MB. Divide it into several articles."))
    if html.count("<") > MAX_TAGS:
        raise TooLong(_("The text has too many tables or formats. Paste it as plain text or divide it."))


def _simpler(html: str) -> str:
    """The same HTML without what is only written to keep a parser busy."""
    depth = 0

    def simple(tag: re.Match) -> str:
        nonlocal depth
        closing, name = tag[1], tag[2].lower()
        if name not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > _DEEPEST and not closing:
                return ""
        return f"<{closing}{name}>" if len(tag[0]) > _LONGEST_TAG or name in _FORMATS else tag[0]

    return _TAG.sub(simple, html)


def allowed(tag: str, name: str, value: str) -> str | None:
    """An attribute's value as it may stand on a page; None when it may not."""
    if (tag, name) == ("a", "href"):
        return _address(value)
    if (tag, name) == ("img", "src"):
        return _own_picture(value)
    if (tag, name) == ("img", "alt"):
        return normalise_line(value)
    if (tag, name) == ("a", "rel"):
        return value  # the cleaner's own; a writer's is not in the list
    pattern = VALUES.get((tag, name))
    return value if pattern and pattern.fullmatch(value) else None


def _address(value: str) -> str | None:
    """Where a link may lead: elsewhere on the web, to a mailbox or telephone, or to a path of this site."""
    address = re.sub("[\t\n]", "", normalise(value)).strip().replace(" ", "%20")  # as browsers read it
    if address.startswith("/"):
        return None if address[1:2] in ("/", "\\") else address
    scheme, colon, rest = address.partition(":")
    return address if colon and rest and scheme.lower() in SCHEMES else None


def _own_picture(value: str) -> str | None:
    address = value.strip().removeprefix(settings.SITE_URL)
    path = address.removeprefix(settings.MEDIA_URL)
    return address if path != address and _PICTURE_PATH.fullmatch(path) else None


def _check(node: Node) -> None:
    """Attributes by tag, all the way down; a frame becomes the video it shows, or nothing."""
    for child in node.nodes():
        if child.tag == "iframe":
            child.tag, child.children = "div", []
            child.attributes = _embed(video_id(child.attributes.get("src", "")))
            continue
        values = {name: allowed(child.tag, name, child.attributes.get(name, "")) for name in _names(child)}
        child.attributes = {name: value for name, value in values.items() if value is not None}
        if child.tag == "div" and len(child.attributes) < len(ATTRIBUTES["div"]):
            child.attributes = {}
        _check(child)


def _names(node: Node) -> list[str]:
    return [name for name in ATTRIBUTES.get(node.tag, ()) if name in node.attributes]


def video_id(address: str) -> str:
    """The eleven characters by which YouTube knows the video at this address; "" for any other address."""
    match = HOSTS["youtube"].address.fullmatch(address.strip())
    return match["id"] if match else ""


def _embed(video: str) -> dict[str, str]:
    return {"class": "embed", "data-provider": "youtube", "data-id": video} if video else {}


def _video_alone(part: Node | str) -> Node | str:
    """A paragraph that holds only a video's address is the video."""
    if isinstance(part, Node) and part.tag == "p" and (video := video_id(part.text())):
        return Node("div", _embed(video))
    return part


def _cleaner(tags: set[str], attributes: dict, attribute_filter=None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=DROPPED,
        attributes=attributes,
        attribute_filter=attribute_filter,
        strip_comments=True,
        link_rel="noopener noreferrer",
        url_schemes=SCHEMES,
    )


_LISTS = {tag: set(names) for tag, names in ATTRIBUTES.items()}
_FIRST = _cleaner(set(markup.TAGS | markup.RENAMED.keys() | {"iframe"}), _LISTS | {"iframe": {"src"}})
_LAST = _cleaner(set(markup.TAGS), _LISTS, allowed)


# --- for reading by programs -------------------------------------------------------------------------


def plain(html: str) -> str:
    """The words of a cleaned body, one line for each block; no markup, no entities."""
    return markup.plain(html)


def reading_minutes(html: str) -> int:
    """Whole minutes a reader needs for a cleaned body, at least 1."""
    return max(1, round(len(plain(html).split()) / WORDS_A_MINUTE))


# --- for readers -------------------------------------------------------------------------------------

_PLACES = re.compile(
    r'<div class="embed" data-provider="youtube" data-id="(?P<video>[^"]+)"></div>'
    r'|(?P<picture><img(?: [a-z]+="[^"]*")*>)'
    r"|(?P<table><table>(?:<caption>(?P<caption>.*?)</caption>)?)"
    r"|(?P<end></table>)"
    r"|(?P<chapter><h2>)"
    r'|(?P<figure><figure class="image">)'
    r"|(?P<credit>(?:Ảnh|Photo|Photos): [^<]{1,80})(?=</figcaption>)"
)
_SCROLLING = '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">'
_CHAPTER = re.compile("<h2>(.*?)</h2>")
_FIGURE_PICTURE = re.compile(r'<figure class="image">.*?(<img(?: [a-z]+="[^"]*")*>)')
_TOKEN = re.compile(r"/pictures/[0-9a-f]{2}/([0-9a-f]{32})/")
SIZES = "(min-width: 48rem) 720px, 100vw"
WIDE_SIZES = "(min-width: 76rem) 1200px, 100vw"


def show(article) -> SafeString:
    """The body for the page: films behind a button, pictures in all sizes, tables that scroll.

    Of a long-form article the chapters can be linked to (#c1), of a photo story the pictures (#p1).
    """
    html = _cleaned(article)
    return mark_safe(_PLACES.sub(_Shown(article, html), html))  # noqa: S308 (cleaned above)


def chapters(article) -> list[str]:
    """The headings `show` gives the ids c1, c2, ..."""
    return [plain(heading) for heading in _CHAPTER.findall(_cleaned(article))]


def thumbnails(article) -> list[dict]:
    """{"src", "alt"} of the pictures `show` gives the ids p1, p2, ..."""
    tags = [markup.read(tag).children[0].attributes for tag in _FIGURE_PICTURE.findall(_cleaned(article))]
    return [
        {
            "src": sources["thumbnail"] if (sources := sources_of(tag["src"])) else tag["src"],
            "alt": tag["alt"],
        }
        for tag in ({"src": "", "alt": ""} | tag for tag in tags)
    ]


def _cleaned(article) -> str:
    return article.body if article.body_policy == POLICY else clean(article.body)


class _Shown:
    """What stands for each place of one article's HTML."""

    def __init__(self, article, html: str):
        self.article, self.counted = article, {"figure": 0, "chapter": 0}
        self.is_wide = article.kind in WIDE
        tokens = set(_TOKEN.findall(html)) if self.is_wide else ()
        self.widths = (
            dict(Image.objects.filter(token__in=tokens).values_list("token", "width")) if tokens else {}
        )

    def __call__(self, place: re.Match) -> str:
        return getattr(self, f"_{place.lastgroup}")(place)

    def _video(self, place: re.Match) -> str:
        embed = Embed(HOSTS["youtube"], place["video"])
        return render_to_string("articles/_embed.html", {"embed": embed, "title": self.article.title})

    def _picture(self, place: re.Match) -> str:
        picture = markup.read(place["picture"]).children[0].attributes
        width = self.widths.get((_TOKEN.search(picture.get("src", "")) or {1: ""})[1])
        context = {
            "picture": picture,
            "sources": sources_of(picture["src"], width) if "src" in picture else None,
            "sizes": WIDE_SIZES if self.is_wide else SIZES,
        }
        return render_to_string("articles/body/picture.html", context)

    def _table(self, place: re.Match) -> str:
        name = plain(place["caption"] or "") or _("Table")
        return format_html(_SCROLLING, name) + place["table"]

    _caption = _table

    def _end(self, place: re.Match) -> str:
        return place["end"] + "</div>"

    def _chapter(self, place: re.Match) -> str:
        return f'<h2 id="c{self._next("chapter")}">' if self.article.kind == Kind.LONG else place["chapter"]

    def _figure(self, place: re.Match) -> str:
        if self.article.kind != Kind.PHOTO:
            return place["figure"]
        return f'<figure class="image" id="p{self._next("figure")}">'

    def _credit(self, place: re.Match) -> str:
        return f'<span class="credit">{place["credit"]}</span>'

    def _next(self, name: str) -> int:
        self.counted[name] += 1
        return self.counted[name]
