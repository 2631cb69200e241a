"""A list of the newsroom taken along as a table that no spreadsheet program runs."""

import csv
from collections.abc import Iterable
from itertools import chain

from django.http import StreamingHttpResponse

MOST = 100_000  # rows of one file
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula
BYTE_ORDER = "\ufeff"  # without it Excel takes the Vietnamese for another encoding


class Echo:
    """A file that gives back what is written."""

    def write(self, line: str) -> str:
        return line


def safe(cell) -> str:
    """The cell as plain text: no spreadsheet runs it."""
    text = str(cell if cell is not None else "")
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_table(name: str, head: Iterable, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """An answer that is saved as `name`, written row by row; the caller takes at most MOST rows."""
    write = csv.writer(Echo()).writerow
    first, *others = map(str, head)
    lines = chain([[BYTE_ORDER + first, *others]], ([safe(cell) for cell in row] for row in rows))
    return StreamingHttpResponse(
        map(write, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
