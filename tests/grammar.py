"""The formats machines read from us, as rules: which element stands where, how often, and what it says.

After RSS 2.0, RFC 4287 (Atom), RFC 6721 (tombstones), Media RSS, sitemaps.org, news and image sitemaps.
Whatever no rule names is an error: programs drop what they do not know, or the whole file.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

ADDRESS = r"https?://[^\s<>\"]+"
ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
MAIL_DATE = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
WORDS = r"(?s)\s*\S.*"
ANYTHING = r"(?s).*"
NOTHING = r"\s*"
MANY = {"1": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


@dataclass
class Rule:
    text: str = NOTHING
    children: dict[str, tuple[str, "Rule"]] = field(default_factory=dict)  # {tag: (how often, rule)}
    attributes: dict[str, str] = field(default_factory=dict)  # "name?" where it may be missing


def check(element: Element, rule: Rule, place: str = "") -> None:
    place = f"{place}/{element.tag.rpartition('}')[2]}"
    assert re.fullmatch(rule.text, element.text or ""), f"{place} says {element.text!r}"
    check_attributes(element, rule.attributes, place)
    counts = dict.fromkeys(rule.children, 0)
    for child in element:
        assert child.tag in counts, f"{place} must not have {child.tag}"
        counts[child.tag] += 1
        check(child, rule.children[child.tag][1], place)
    for tag, count in counts.items():
        least, most = MANY[rule.children[tag][0]]
        assert least <= count <= (most or count), f"{place} has {count} times {tag}"


def check_attributes(element: Element, known: dict[str, str], place: str) -> None:
    rules = {name.removesuffix("?"): (rule, not name.endswith("?")) for name, rule in known.items()}
    assert element.attrib.keys() <= rules.keys(), f"{place} has {element.attrib.keys() - rules.keys()}"
    for name, (rule, is_needed) in rules.items():
        if is_needed or name in element.attrib:
            assert re.fullmatch(rule, element.get(name, "")), f"{place}@{name} is {element.get(name)!r}"


def within(namespace: str, children: dict) -> dict:
    return {f"{{{namespace}}}{tag}": rule for tag, rule in children.items()}


XML = "{http://www.w3.org/XML/1998/namespace}"
ATOM, MEDIA = "http://www.w3.org/2005/Atom", "http://search.yahoo.com/mrss/"
PICTURE = within(
    MEDIA,
    {
        "content": (
            "?",
            Rule(
                attributes={
                    "url": ADDRESS,
                    "medium": "image",
                    "type": "image/jpeg",
                    "width": r"\d+",
                    "height": r"\d+",
                }
            ),
        )
    },
)

# --- feeds --------------------------------------------------------------------------------------------

RSS_ITEM = {
    "title": ("1", Rule(WORDS)),
    "link": ("1", Rule(ADDRESS)),
    "description": ("1", Rule(ANYTHING)),
    "{http://purl.org/dc/elements/1.1/}creator": ("?", Rule(WORDS)),
    "pubDate": ("1", Rule(MAIL_DATE)),
    "guid": ("1", Rule(ADDRESS, attributes={"isPermaLink": "false"})),
    "category": ("*", Rule(WORDS)),
    "{http://purl.org/rss/1.0/modules/content/}encoded": ("?", Rule(WORDS)),
    **PICTURE,
}
RSS = Rule(
    attributes={"version": r"2\.0", f"{XML}base": ADDRESS},
    children={
        "channel": (
            "1",
            Rule(
                children={
                    "title": ("1", Rule(WORDS)),
                    "link": ("1", Rule(ADDRESS)),
                    "description": ("1", Rule(WORDS)),
                    f"{{{ATOM}}}link": ("1", Rule(attributes={"rel": "self", "href": ADDRESS})),
                    "language": ("1", Rule("vi|en")),
                    "lastBuildDate": ("1", Rule(MAIL_DATE)),
                    "item": ("*", Rule(children=RSS_ITEM)),
                }
            ),
        )
    },
)
PERSON = Rule(children=within(ATOM, {"name": ("1", Rule(WORDS))}))
LINK = Rule(attributes={"rel": "self|alternate", "href": ADDRESS})
HTML = {"type": "html"}
ENTRY = {
    "title": ("1", Rule(WORDS)),
    "link": ("1", LINK),
    "id": ("1", Rule(ADDRESS)),
    "published": ("1", Rule(ISO)),
    "updated": ("1", Rule(ISO)),
    "author": ("?", PERSON),
    "summary": ("?", Rule(ANYTHING, attributes=HTML)),
    "content": ("?", Rule(WORDS, attributes=HTML)),
    "category": ("*", Rule(attributes={"term": WORDS})),
}
FEED = Rule(
    attributes={f"{XML}lang": "vi|en", f"{XML}base": ADDRESS},
    children=within(
        ATOM,
        {
            "title": ("1", Rule(WORDS)),
            "subtitle": ("?", Rule(WORDS)),
            "link": ("+", LINK),
            "id": ("1", Rule(ADDRESS)),
            "updated": ("1", Rule(ISO)),
            "author": ("1", PERSON),
            "entry": ("*", Rule(children=within(ATOM, ENTRY) | PICTURE)),
        },
    )
    | {
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry": (
            "*",
            Rule(attributes={"ref": ADDRESS, "when": ISO}),
        )
    },
)

# --- sitemaps -----------------------------------------------------------------------------------------

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
LOC = {"loc": ("1", Rule(ADDRESS))}
IMAGES = within(IMAGE, {"image": ("*", Rule(children=within(IMAGE, LOC)))})
SITEMAP_INDEX = Rule(
    children=within(
        SITEMAP, {"sitemap": ("+", Rule(children=within(SITEMAP, {**LOC, "lastmod": ("?", Rule(ISO))})))}
    )
)
URLSET = Rule(
    children=within(
        SITEMAP,
        {"url": ("*", Rule(children=within(SITEMAP, {**LOC, "lastmod": ("?", Rule(ISO))}) | IMAGES))},
    )
)
PUBLICATION = Rule(children=within(NEWS, {"name": ("1", Rule(WORDS)), "language": ("1", Rule("vi|en"))}))
STORY = Rule(
    children=within(
        NEWS,
        {
            "publication": ("1", PUBLICATION),
            "publication_date": ("1", Rule(ISO)),
            "title": ("1", Rule(WORDS)),
        },
    )
)
NEWS_URLSET = Rule(
    children=within(
        SITEMAP,
        {"url": ("*", Rule(children=within(SITEMAP, LOC) | within(NEWS, {"news": ("1", STORY)}) | IMAGES))},
    )
)
