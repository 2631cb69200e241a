"""Made-up texts: patchworks of short runs of a corpus's words.

Words and phrases are as frequent as in the corpus, but no made-up article is about what a real one is about:
a search for a real headline has one right answer at any archive size.
"""

from collections.abc import Iterator
from html import escape
from random import Random
from typing import NamedTuple

from vietnamese.text import fold, normalise_line, slug

TITLE_RUN, LEAD_RUN, BODY_RUN = 2, 4, 8  # words taken from one place
TITLE, LEAD, PARAGRAPH, PARAGRAPHS = 6, 9, 10, 5  # runs of each
BARE = 0.45  # share of headlines without a text


class Text(NamedTuple):
    title: str
    slug: str
    lead: str
    body: str  # HTML


class Patchwork:
    """All texts are cut once; what is derived from them (slugs, HTML) comes from the pieces."""

    def __init__(self, rows: list[dict]):
        titles = [run for row in rows for run in _runs(row["title"], TITLE_RUN)]
        self.titles = [(run, slug(run)) for run in titles if slug(run)]
        self.leads = [run for row in rows for run in _runs(row.get("lead") or "", LEAD_RUN)]
        bodies = (_runs(" ".join(row.get("body") or ()), BODY_RUN) for row in rows)
        self.bodies = [escape(run, quote=False) for runs in bodies for run in runs]
        self.leads, self.bodies = self.leads or titles, self.bodies or titles

    def article(self, dice: Random) -> Text:
        title = dice.choices(self.titles, k=TITLE)
        words = " ".join(run for run, _slug in title)[:200].rstrip()
        lead = " ".join(dice.choices(self.leads, k=LEAD))[:1000].rstrip()
        return Text(
            words[0].upper() + words[1:], "-".join(part for _run, part in title)[:100], lead, self._body(dice)
        )

    def _body(self, dice: Random) -> str:
        if dice.random() < BARE:
            return ""
        runs = dice.choices(self.bodies, k=PARAGRAPHS * PARAGRAPH)
        return "".join(
            f"<p>{' '.join(runs[start : start + PARAGRAPH])}.</p>" for start in range(0, len(runs), PARAGRAPH)
        )

    def tag(self, dice: Random) -> str:
        return dice.choice(self.titles)[0]

    def comment(self, dice: Random) -> tuple[str, str]:
        """The words and, as the moderators' search needs them, the words without marks."""
        words = " ".join(dice.choices(self.leads, k=dice.randrange(1, 8)))
        return words, fold(words)


def _runs(text: str, length: int) -> Iterator[str]:
    words = normalise_line(text).replace("\\", "").split()
    for start in range(0, len(words) - length + 1, length):
        yield " ".join(words[start : start + length])
