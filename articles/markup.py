"""The shape of an article's HTML: a tree of the tags a body may have, put in order and written in one form.

This is no sanitiser. It reads what nh3 has written (every tag closed, every attribute in double quotes) and
what it writes goes through nh3 again: see articles/body.py.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby

from vietnamese.text import normalise

BLOCKS = frozenset("p h2 h3 h4 hr blockquote ul ol figure table div".split())
VOID = frozenset("br hr img".split())
INLINE = frozenset("strong b em i u s sub sup a".split())
HEADINGS = frozenset("h2 h3 h4".split())
PARTS = frozenset("li figcaption caption thead tbody tfoot tr th td".split())
STRUCTURE = BLOCKS | PARTS
TAGS = BLOCKS | VOID | INLINE | PARTS
# What an older page, Word or another editor calls the same thing.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "del": "s", "ins": "u"} | dict.fromkeys(
    "address article aside center dd dl dt footer form header main nav pre section".split(), "div"
)
DEEPEST = 40  # levels; no article needs more, and deeper trees are only made to break programs

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_SPACES = re.compile(r"\s+")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_LISTS = frozenset(["ul", "ol"])
_ROWS = frozenset("ul ol table thead tbody tfoot tr".split())  # hold parts only, no text of their own
_FLOWS = frozenset(["", "blockquote"])  # text that stands in these by itself is a paragraph
_CELLS = frozenset("li th td div".split())  # hold a line or blocks
_LINES = frozenset("p figcaption caption h2 h3 h4".split())  # hold a line of text, no blocks
_SHOWN = frozenset("img hr table div".split())  # worth keeping without a text; a div here is a video


@dataclass
class Node:
    """A tag with its attributes; the root has no tag. Children are Nodes and plain (unescaped) text."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def has(self, tags: Iterable[str]) -> bool:
        """Whether one of these tags is somewhere below."""
        return any(child.tag in tags or child.has(tags) for child in self.nodes())

    def nodes(self) -> Iterator["Node"]:
        return (child for child in self.children if isinstance(child, Node))


def read(html: str) -> Node:
    """The tree of HTML as nh3 writes it; tags below DEEPEST are left out, their text stays."""
    root = Node()
    branch = [root]
    too_deep = 0
    for closing, tag, attributes, text in _TOKEN.findall(html):
        if branch[-1].tag == "iframe" and not (closing and tag == "iframe"):
            continue  # what is written in a frame is no markup
        if text:
            branch[-1].children.append(_plain_text(unescape(text)))
        elif closing and too_deep:
            too_deep -= 1
        elif closing:
            branch.pop()
        elif len(branch) > DEEPEST and tag not in VOID:
            too_deep += 1
        else:
            _grow(branch, tag, attributes)
    return root


def _grow(branch: list[Node], tag: str, attributes: str) -> None:
    """Hang a new node at the end of the branch; all but void ones stay open."""
    node = Node(
        RENAMED.get(tag, tag), {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    )
    branch[-1].children.append(node)
    if tag not in VOID:
        branch.append(node)


def _plain_text(text: str) -> str:
    # a left-over U+0338 (a stroke through what stands before it) would melt into the ">" of a tag under NFC
    return _SPACES.sub(" ", normalise(text).replace("\u0338", ""))


def write(node: Node) -> str:
    """The tree as HTML: one line for each block of the article."""
    if not node.tag:
        return "\n".join(_write(child) for child in node.children)
    return _write(node)


def _write(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if node.tag in VOID:
        return f"<{node.tag}{attributes}>"
    inner = "".join(_write(child) for child in node.children)
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


# --- order -------------------------------------------------------------------------------------------


def tidy(node: Node) -> Node:
    """The tree without junk: nothing empty, no block inside a line, no text outside of a block.

    Changes the tree given, and returns it.
    """
    if node.tag in _LISTS:
        node.children = _items(node.children)
    children = _joined(part for child in node.children for part in _tidied(child))
    if node.tag in _LINES:
        children = _one_line(children)
    elif node.tag in _ROWS:
        children = [child for child in children if isinstance(child, Node)]
    elif node.tag in _FLOWS or (node.tag in _CELLS and any(_is_divider(child) for child in children)):
        children = list(_paragraphs(children))
    node.children = children if node.tag in INLINE else _trimmed(children)
    return node


def level_headings(root: Node) -> None:
    """Below the article's h1 the first heading is an h2, and none is more than a step below the last."""
    above: list[str] = []  # headings this one stands under, as they were written
    for heading in _headings(root):
        while above and above[-1] >= heading.tag:
            above.pop()
        above.append(heading.tag)
        heading.tag = f"h{len(above) + 1}"


def _headings(node: Node) -> Iterator[Node]:
    for child in node.nodes():
        if child.tag in HEADINGS:
            yield child
        else:
            yield from _headings(child)


def is_embed(part: "Node | str") -> bool:
    return isinstance(part, Node) and part.tag == "div" and part.attributes.get("class") == "embed"


def _is_divider(part: "Node | str") -> bool:
    """A plain div, or a part in a place that is not its own: they only say where a line ends."""
    return isinstance(part, Node) and (part.tag in PARTS or (part.tag == "div" and not is_embed(part)))


def _is_blank(part: "Node | str") -> bool:
    return isinstance(part, str) and not part.strip()


def _tidied(child: "Node | str") -> list["Node | str"]:
    """What stays of a child: itself, its children where it has no meaning of its own, or nothing."""
    if isinstance(child, str):
        return [child]
    if is_embed(child):
        return [Node("div", child.attributes)]
    tidy(child)
    if _is_empty(child):
        return [" "] if child.tag in INLINE and child.children else []
    if child.tag in INLINE and (
        child.has(STRUCTURE) or (child.tag == "a" and "href" not in child.attributes)
    ):
        return child.children
    return [_figure(child)] if child.tag == "figure" else [child]


def _is_empty(node: Node) -> bool:
    if node.tag in VOID:
        return node.tag == "img" and "src" not in node.attributes
    if node.tag in {"td", "th"}:
        return False
    if node.tag in _ROWS:
        return not node.children
    return not node.text().strip() and not node.has(_SHOWN)


def _figure(figure: Node) -> Node:
    """A picture or a table, then one caption of all text beside it; a figure without either is no figure."""
    if not figure.has({"img", "table"}):
        parts = [
            Node("p", {}, part.children) if part.tag == "figcaption" else part for part in figure.nodes()
        ]
        return Node("div", {}, list(_paragraphs(parts or figure.children)))
    shown, said = [], []
    for part in _one_line(figure.children, keep={"table"}):
        is_shown = isinstance(part, Node) and (part.tag in {"img", "table"} or part.has({"img"}))
        (shown if is_shown else said).append(part)
    caption = Node("figcaption", {}, _trimmed(_joined(said)))
    attributes = {"class": "image"} if figure.has({"img"}) else {}
    return Node("figure", attributes, shown if _is_empty(caption) else [*shown, caption])


def _items(parts: list["Node | str"]) -> list[Node]:
    """Everything in a list is an item; a list between two items, as Word has it, belongs to the first."""
    items: list[Node] = []
    for part in parts:
        if isinstance(part, Node) and part.tag == "li":
            items.append(part)
        elif items and not _is_blank(part):
            items[-1].children.append(part)
        elif not _is_blank(part):
            items.append(Node("li", {}, [part]))
    return items


def _one_line(children: list["Node | str"], keep: Iterable[str] = ()) -> list["Node | str"]:
    """Blocks in a place for one line give their content."""
    line: list[Node | str] = []
    for child in children:
        if isinstance(child, Node) and child.tag in STRUCTURE and child.tag not in keep:
            line += [" ", *_one_line(child.children, keep), " "]
        else:
            line.append(child)
    return _joined(line)


def _paragraphs(children: list["Node | str"]) -> Iterator["Node | str"]:
    """Blocks as they are, lines between them as paragraphs."""
    for is_block, parts in groupby(children, _is_block):
        if not is_block:
            paragraph = Node("p", {}, _trimmed(parts))
            yield from [] if _is_empty(paragraph) else [paragraph]
            continue
        for part in parts:
            yield from _paragraphs(part.children) if _is_divider(part) else [part]


def _is_block(part: "Node | str") -> bool:
    return isinstance(part, Node) and part.tag in STRUCTURE


def _joined(children: Iterable["Node | str"]) -> list["Node | str"]:
    """Neighbouring texts as one, with single spaces; a letter may meet its mark only here."""
    joined: list[Node | str] = []
    for child in children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] = _plain_text(joined[-1] + child)
        else:
            joined.append(child)
    return joined


def _trimmed(children: Iterable["Node | str"]) -> list["Node | str"]:
    """No space and no line break at either end of a line, be it before, between or after blocks."""
    trimmed: list[Node | str] = []
    for is_block, group in groupby(children, _is_block):
        parts = list(group)
        while not is_block and parts and _is_margin(parts[0]):
            parts.pop(0)
        while not is_block and parts and _is_margin(parts[-1]):
            parts.pop()
        if parts and isinstance(parts[0], str):
            parts[0] = parts[0].lstrip()
        if parts and isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip()
        trimmed += parts
    return trimmed


def _is_margin(part: "Node | str") -> bool:
    return _is_blank(part) if isinstance(part, str) else part.tag == "br"


# --- words -------------------------------------------------------------------------------------------

_BREAK = re.compile(rf"</?(?:{'|'.join(sorted(STRUCTURE | {'br'}))})(?: [^<>]*)?>")
_TAG = re.compile(r'</?[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")*>')


def plain(html: str) -> str:
    """The text of cleaned HTML, one line for each block."""
    text = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))
