"""What a file of film or sound is, by its content: never by its name or what the browser says.

MP4 (H.264, VP9 or AV1 with AAC or Opus), WebM and MP3 are read as far as needed to know what is in them. They
are played by readers' browsers and by nothing of ours, so nothing of them is decoded here.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

VIDEO, AUDIO = "video", "audio"
FILM_CODECS = {"avc1", "avc3", "vp09", "av01", "V_VP8", "V_VP9", "V_AV1"}
SOUND_CODECS = {"mp4a", "Opus", "A_OPUS", "A_VORBIS"}
LARGEST_INDEX = 16 * 1024 * 1024  # bytes of an MP4's table of contents; that of two hours has two
MOST_BOXES = 5000
WEBM_HEAD = 1024 * 1024  # bytes in which a WebM names its tracks


class BadRecording(ValueError):
    """The file is none we take. `str(error)` is a sentence for the person who sent it."""


@dataclass
class Found:
    kind: str  # video or audio
    extension: str  # mp4, m4a, webm or mp3
    seconds: float | None = None  # None where the file does not say
    width: int | None = None
    height: int | None = None


def read(file: BinaryIO) -> Found:
    """What is in an open file. Raises BadRecording."""
    file.seek(0)
    head = file.read(16)
    try:
        if head[4:8] == b"ftyp":
            return _mp4(file)
        if head[:4] == b"\x1a\x45\xdf\xa3":
            return _webm(file)
        if head[:3] == b"ID3" or head[:1] == b"\xff":
            return _mp3(file)
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise BadRecording(
            _("The file is damaged or not complete. Save it once more and send it again.")
        ) from None
    raise BadRecording(
        _("This is no film or sound we can take. Save it as MP4 (H.264) or WebM, sound as MP3 or M4A.")
    )


def _checked(found: Found, codecs: set[str]) -> Found:
    unknown = sorted(codecs - FILM_CODECS - SOUND_CODECS)
    if unknown:
        raise BadRecording(
            _("Many browsers cannot play this file (%s). Save films as MP4 with H.264, sound with AAC.")
            % ", ".join(unknown)
        )
    if not codecs:
        raise BadRecording(_("There is neither film nor sound in this file."))
    found.kind = VIDEO if codecs & FILM_CODECS else AUDIO
    if found.extension == "mp4" and found.kind == AUDIO:
        found.extension = "m4a"
    return found


# --- MP4 (ISO 14496-12): boxes in boxes ----------------------------------------------------------------


def _mp4(file: BinaryIO) -> Found:
    index = _index_of(file)
    found, codecs = Found(VIDEO, "mp4"), set()
    for kind, box in _boxes(index):
        if kind == b"mvhd":
            found.seconds = _duration(box)
        elif kind == b"trak" and (codec := _codec(box)):
            codecs.add(codec)
            if codec in FILM_CODECS:
                found.width, found.height = _size(box)
    return _checked(found, codecs)


def _index_of(file: BinaryIO) -> bytes:
    """The content of the "moov" box, wherever it stands in the file."""
    end = file.seek(0, 2)
    at = 0
    for _number in range(MOST_BOXES):
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            length, head = struct.unpack(">Q", file.read(8))[0], 16
        length = length or end - at
        if length < head or at + length > end:
            break
        if kind == b"moov" and length <= LARGEST_INDEX:
            return file.read(length - head)
        at += length
    raise struct.error


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if length < 8:
            return
        yield kind, data[at + 8 : at + length]
        at += length


def _within(data: bytes, *path: bytes) -> bytes:
    for name in path:
        data = next((box for kind, box in _boxes(data) if kind == name), b"")
    return data


def _duration(mvhd: bytes) -> float | None:
    if mvhd[0] == 1:
        scale, length = struct.unpack_from(">IQ", mvhd, 20)
    else:
        scale, length = struct.unpack_from(">II", mvhd, 12)
    return length / scale if scale and length else None


def _codec(trak: bytes) -> str:
    """The four letters of a track of film or sound; "" for subtitles and time codes."""
    handler = _within(trak, b"mdia", b"hdlr")[8:12]
    if handler not in (b"vide", b"soun"):
        return ""
    return _within(trak, b"mdia", b"minf", b"stbl", b"stsd")[12:16].decode("ascii")


def _size(trak: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", _within(trak, b"tkhd")[-8:])
    return width >> 16, height >> 16


# --- WebM (RFC 8794): elements in elements --------------------------------------------------------------

SEGMENT, INFO, TRACKS, TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
SCALE, DURATION, CODEC, SIZE, WIDTH, HEIGHT, DOCTYPE = 0x2AD7B1, 0x4489, 0x86, 0xE0, 0xB0, 0xBA, 0x4282
HEADER = 0x1A45DFA3
MASTERS = {HEADER, SEGMENT, INFO, TRACKS, TRACK, SIZE}


def _webm(file: BinaryIO) -> Found:
    file.seek(0)
    found, codecs, scale, length = Found(VIDEO, "webm"), set(), 1_000_000, None
    for name, value in _elements(file.read(WEBM_HEAD)):
        if name == DOCTYPE and value != b"webm":
            break
        if name == CODEC:
            codecs.add(value.decode("ascii"))
        elif name == SCALE:
            scale = int.from_bytes(value)
        elif name == DURATION:
            length = struct.unpack(">d" if len(value) == 8 else ">f", value)[0]
        elif name == WIDTH:
            found.width = int.from_bytes(value)
        elif name == HEIGHT:
            found.height = int.from_bytes(value)
    found.seconds = length * scale / 1e9 if length else None
    return _checked(found, codecs)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element that holds a value, in order; masters are entered, what is too long ends the walk."""
    at = 0
    while at < len(data):
        name, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at, keep_mark=False)
        if name in MASTERS:
            continue
        if at + size > len(data):
            return
        yield name, data[at : at + size]
        at += size


def _number(data: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of 1 to 8 bytes, its length in the leading zeros of the first; and where it ends."""
    first = data[at]
    length = 9 - first.bit_length()
    if length > 8:
        raise struct.error
    value = int.from_bytes(data[at : at + length])
    return (value if keep_mark else value & ((1 << 7 * length) - 1)), at + length


# --- MP3: frames one after the other ---------------------------------------------------------------------

BITRATES = {  # kbit/s by (is MPEG 1, index)
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FRAMES_IN_A_ROW = 3  # so many, or it is something else that happens to begin like one
_COUNT = re.compile(rb"(?:Xing|Info)\x00\x00\x00[\x01\x03\x05\x07\x09\x0b\x0d\x0f](....)", re.DOTALL)


def _mp3(file: BinaryIO) -> Found:
    end, start = file.seek(0, 2), _after_id3(file)
    at = start
    for _number in range(FRAMES_IN_A_ROW):
        file.seek(at)
        length, samples, rate, bitrate = _frame(file.read(4))
        at += length
    file.seek(start)
    count = _COUNT.search(file.read(length or 512))
    seconds = int.from_bytes(count[1]) * samples / rate if count else (end - start) * 8 / (bitrate * 1000)
    return Found(AUDIO, "mp3", seconds)


def _after_id3(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(head: bytes) -> tuple[int, int, int, int]:
    """(bytes, samples, samples a second, kbit/s) of the frame of layer III with this header."""
    (bits,) = struct.unpack(">I", head)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    is_first = version == 3
    bitrate = BITRATES[is_first][bits >> 12 & 15]
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or not bitrate:
        raise BadRecording(
            _("This is no film or sound we can take. Save it as MP4 (H.264) or WebM, sound as MP3 or M4A.")
        )
    rate = RATES[version][bits >> 10 & 3]
    samples = 1152 if is_first else 576
    return samples // 8 * bitrate * 1000 // rate + (bits >> 9 & 1), samples, rate, bitrate
