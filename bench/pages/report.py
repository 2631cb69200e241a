"""Tables of what was measured, and the page of docs/ they stand on."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bench.pages.tools import PROJECT

FILE = PROJECT / "docs" / "reports.md"
SHOWN_FAULTS = 12


@dataclass
class Table:
    title: str
    head: list[str]
    rows: list[list] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    note: str = ""

    def add(self, *cells) -> None:
        self.rows.append(list(cells))

    def fault(self, sentences: Iterable[str]) -> None:
        self.faults += sentences

    def markdown(self) -> str:
        lines = [line(self.head), line(["---"] * len(self.head)), *map(line, self.rows)]
        said = [self.note] if self.note else []
        said += [f"- {fault}" for fault in self.faults[:SHOWN_FAULTS]]
        if len(self.faults) > SHOWN_FAULTS:
            said.append(f"- and {len(self.faults) - SHOWN_FAULTS} more")
        return "\n".join([f"### {self.title}", "", *lines, "", *said]).rstrip() + "\n"


def line(cells: Iterable) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def write(tables: dict[str, str], archive: str) -> None:
    """Each check's part of docs/reports.md anew; what was not run stays as it was."""
    text = FILE.read_text()
    for name, table in tables.items():
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        stamp = f"{date.today().isoformat()}, {archive}, {load}."
        part = f"<!-- {name}: begin -->\n{table}\n{stamp}\n<!-- {name}: end -->"
        pattern = re.compile(rf"<!-- {name}: begin -->.*?<!-- {name}: end -->", re.DOTALL)
        text = pattern.sub(lambda _old, part=part: part, text)
    FILE.write_text(text)
