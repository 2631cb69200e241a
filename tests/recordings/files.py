"""Small files of film and sound, written byte by byte: what is in them is known."""

import struct


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def track(handler: bytes, codec: bytes, width=0, height=0) -> bytes:
    sizes = struct.pack(">II", width << 16, height << 16)
    entry = struct.pack(">I4s", 16, codec) + bytes(8)
    table = box(b"stbl", box(b"stsd", bytes(4) + struct.pack(">I", 1), entry))
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", table))
    return box(b"trak", box(b"tkhd", bytes(76), sizes), media)


def mp4(*tracks: bytes, seconds=95) -> bytes:
    header = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    return box(b"ftyp", b"isom", bytes(8)) + box(b"mdat", bytes(500)) + box(b"moov", header, *tracks)


FILM, SOUND = track(b"vide", b"avc1", 640, 360), track(b"soun", b"mp4a")


def element(name: int, content: bytes) -> bytes:
    raw = name.to_bytes((name.bit_length() + 7) // 8)
    return raw + (0x10000000 | len(content)).to_bytes(4) + content


def webm(codec=b"V_VP9", doctype=b"webm") -> bytes:
    size = element(0xE0, element(0xB0, (320).to_bytes(2)) + element(0xBA, (180).to_bytes(2)))
    tracks = element(0x1654AE6B, element(0xAE, element(0x86, codec) + size))
    info = element(0x1549A966, element(0x4489, struct.pack(">d", 12_000.0)))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(0x18538067, info + tracks)


def mp3(frames=50) -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1, layer III, 128 kbit/s, 44,100 Hz
    return b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * frames
