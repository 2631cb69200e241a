"""What a person meets on a page, read from its HTML: texts, controls and their names, links."""

import html
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "code"}
SPOKEN = ("title", "placeholder", "aria-label", "alt", "aria-description")
DESCRIBES = {"description", "og:title", "og:description", "og:site_name", "og:image:alt"}
BUTTONS = {"submit", "button", "reset"}


@dataclass
class Control:
    tag: str
    attributes: dict
    in_label: bool
    text: str = ""
    number: int = 0

    def __str__(self) -> str:
        shown = {
            k: v for k, v in self.attributes.items() if k in ("type", "name", "id") or k.startswith("data-")
        }
        return f"<{self.tag} {shown}>"


@dataclass
class Page:
    """Everything read from one page; `unnamed()` are the controls no screen reader could name."""

    texts: list[str] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # id of the control: the label's text
    ids: dict[str, str] = field(default_factory=dict)  # every id: the text inside
    links: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)  # hidden fields: name and value
    values: list[str] = field(default_factory=list)  # attributes a machine reads: addresses, ids, values

    def unnamed(self) -> list[Control]:
        return [control for control in self.controls if not self._name(control)]

    def _name(self, control: Control) -> str:
        of = control.attributes
        told = " ".join(self.ids.get(name, "") for name in of.get("aria-labelledby", "").split())
        own = of.get("value", "") if of.get("type") in BUTTONS else ""
        if control.tag == "button":
            own = control.text
        label = self.labels.get(of.get("id", ""), "") or ("label" if control.in_label else "")
        return next(
            (
                name
                for name in (of.get("aria-label"), told, label, own, of.get("title"))
                if name and name.strip()
            ),
            "",
        )


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, dict, Control | None]] = []

    def handle_starttag(self, tag, pairs):
        of = {name: value or "" for name, value in pairs}
        self._attributes(tag, of)
        self._for_machines(of)
        control = None
        if tag in ("input", "select", "textarea", "button") and not self._is_hidden(of):
            control = Control(tag, of, in_label=any(name == "label" for name, _of, _c in self.open))
            self.page.controls.append(control)
        if tag not in VOID:
            self.open.append((tag, of, control))

    def _is_hidden(self, of) -> bool:
        return (
            of.get("type") == "hidden"
            or any("hidden" in outer for _tag, outer, _c in self.open)
            or "hidden" in of
            or of.get("class") == "hidden"
        )

    def _attributes(self, tag, of):
        page = self.page
        page.texts += [of[name] for name in SPOKEN if of.get(name)]
        if tag == "input" and of.get("type") in BUTTONS:
            page.texts.append(of.get("value", ""))
        if tag == "meta" and (of.get("name") or of.get("property")) in DESCRIBES:
            page.texts.append(of.get("content", ""))
        if tag == "img" and of.get("alt"):
            self._name_by(of["alt"])
        if tag == "input" and of.get("type") == "hidden":
            page.hidden[of.get("name", "")] = of.get("value", "")
        if tag in ("a", "iframe", "area"):
            page.links.append(of.get("href") or of.get("src") or "")

    def _for_machines(self, of):
        for name, value in of.items():
            if name.startswith("data-") and " " in value:
                self.page.texts += _strings(value)
            if name in ("href", "src", "action", "value", "id", "for", "name", "srcset", "width", "height"):
                self.page.values.append(value)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        words = data.strip()
        if not words or any(tag in UNREAD for tag, _of, _c in self.open):
            return
        self.page.texts.append(words)
        self._name_by(words)

    def _name_by(self, words):
        """These words are part of the name of everything they stand in."""
        for tag, of, control in self.open:
            if control:
                control.text += words
            if tag == "label" and of.get("for"):
                self.page.labels[of["for"]] = self.page.labels.get(of["for"], "") + words
            if of.get("id"):
                self.page.ids[of["id"]] = self.page.ids.get(of["id"], "") + words


def _strings(value: str) -> list[str]:
    """The sentences scripts take from an attribute: itself, or what its JSON calls a text (addText)."""
    try:
        found = json.loads(value)
    except ValueError:
        return [value]
    return list(_flat(found))


def _flat(found):
    if isinstance(found, dict):
        yield from (value for key, value in found.items() if key.endswith("Text") and isinstance(value, str))
        for inner in found.values():
            yield from _flat(inner)


def read(text: str) -> Page:
    """The page of an HTML text."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def read_feed(text: str) -> list[str]:
    """Titles and descriptions of an RSS or sitemap text."""
    inner = re.findall(r"<(?:title|description|category)>(.*?)</", text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", " ", part)).strip() for part in inner]
