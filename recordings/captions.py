"""Captions of a film: a WebVTT file is read line by line and written anew, so that nothing else is kept.

https://www.w3.org/TR/webvtt1/ : cues with their place on the screen; notes, styles and regions are left out.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from vietnamese.text import normalise

MAX_BYTES = 1024 * 1024  # the captions of two hours have a tenth of that
ARROW = "-->"
CLOCK = r"((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})"
PLACE = r"(?:[ \t]+(?:vertical|line|position|size|align):[\w.,%-]+)*"
TIMES = re.compile(rf"{CLOCK}[ \t]+-->[ \t]+{CLOCK}({PLACE})[ \t]*")
LEFT_OUT = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")


class BadCaptions(ValueError):
    """The file holds no captions we take. `str(error)` is a sentence for the person who sent it."""


def read(file: BinaryIO) -> str:
    """The captions of an open file, as WebVTT of cues alone. Raises BadCaptions."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadCaptions(_("The file is larger than 1 MB: captions take less. Choose the .vtt file."))
    try:
        lines = normalise(data.decode("utf-8-sig")).split("\n")
    except UnicodeDecodeError:
        raise BadCaptions(
            _("The letters of this file cannot be read. Save it once more, as UTF-8.")
        ) from None
    if not re.match(r"WEBVTT([ \t]|$)", lines[0]):
        raise BadCaptions(
            _("This is no WebVTT file (its first line must be WEBVTT). Save the captions as .vtt.")
        )
    cues = list(_cues(lines))
    if not cues:
        raise BadCaptions(_("There is not one caption in this file."))
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cues(lines: list[str]) -> Iterator[str]:
    before = 0.0
    for number, block in _blocks(lines):
        at = next((index for index, line in enumerate(block[:2]) if ARROW in line), None)
        if at is None:
            if number == 1 or LEFT_OUT.match(block[0]):
                continue
            raise _broken(number)
        begins, ends, place = _times(number + at, block[at])
        if seconds(begins) < before or any(ARROW in line for line in block[at + 1 :]):
            raise _broken(number + at)
        before = seconds(begins)
        if text := block[at + 1 :]:
            yield "\n".join([f"{begins} {ARROW} {ends}{place}", *text])


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, lines) of what stands between empty lines."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _times(number: int, line: str) -> tuple[str, str, str]:
    found = TIMES.fullmatch(line)
    if not found or seconds(found[1]) >= seconds(found[2]):
        raise _broken(number)
    return found[1], found[2], found[3]


def seconds(clock: str) -> float:
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total


def _broken(number: int) -> BadCaptions:
    return BadCaptions(
        _(
            "Line %d is not right: a caption begins with its time, like 00:01.500 --> 00:04.000, and they "
            "stand in order."
        )
        % number
    )
