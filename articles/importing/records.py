"""Reading an archive: one JSON object a line, as a stream, checked and cleaned.

Fields: id and title (needed); lead, body (list of paragraphs, or HTML as one string), category, subcategory,
tags (or tags_derived), topics (subject words, kept as tags), published_at (ISO 8601), url, source; and for
pages known in full: source_prefix, byline ("Tin, ảnh: Thái Sơn"), caption, credit, alternative_text,
picture (a file beside the JSONL file), picks (headlines, or ids of records imported before), kind (story,
photo, video, audio, long) with recording_link and transcript, language ("en": into the English edition) and
translation_of (the id of a record imported before).
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import islice
from pathlib import Path

from django.utils import timezone

from articles.body import TooLong, clean
from articles.models.content import ENGLISH, VIETNAMESE
from articles.models.kinds import Kind
from articles.models.people import Byline
from articles.models.tags import split_tags
from vietnamese.text import fold, normalise, normalise_line

BATCH = 250
WORKS = {
    "tin": Byline.Role.NEWS,
    "bai": Byline.Role.TEXT,
    "bai viet": Byline.Role.TEXT,
    "anh": Byline.Role.PHOTO,
    "video": Byline.Role.VIDEO,
    "do hoa": Byline.Role.GRAPHICS,
    "tong hop": Byline.Role.SUMMARY,
    "dich": Byline.Role.TRANSLATION,
}
LIMITS = {
    "title": 200,
    "lead": 5000,
    "source_prefix": 20,
    "caption": 500,
    "credit": 200,
    "alternative_text": 300,
    "recording_link": 500,
    "kind": 8,
    "language": 2,
    "translation_of": 200,
}


class BadRecord(ValueError):
    """A line that cannot become an article; the text says why."""


@dataclass
class Record:
    """One line, checked and cleaned, not yet in the database."""

    line: int
    source_id: str
    digest: str
    title: str
    lead: str
    body: str  # clean HTML
    published_at: datetime | None
    sections: list[str]  # names or slugs, top section first
    tags: list[str]
    url: str = ""
    texts: dict = field(default_factory=dict)  # the one-line fields of LIMITS but title and lead
    bylines: list[tuple[str, str]] = field(default_factory=list)  # (name, Byline.Role)
    picks: list[str] = field(default_factory=list)
    picture: str = ""
    kind: str = Kind.STORY
    transcript: str = ""
    language: str = VIETNAMESE
    translation_of: str = ""


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(line number, line) of a .jsonl or .jsonl.gz file, never more than one line in memory."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


def batches(path: Path) -> Iterator[list[tuple[int, bytes]]]:
    stream = lines(path)
    while batch := list(islice(stream, BATCH)):
        yield batch


def parse(number: int, line: bytes) -> Record:
    """One line as a Record; raises BadRecord with the reason."""
    try:
        data = json.loads(line)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise BadRecord("not a JSON object")
    texts = {name: _text(data, name, limit) for name, limit in LIMITS.items()}
    source_id = _text(data, "id", 200)
    if not source_id or not texts["title"]:
        raise BadRecord("needs an id and a title")
    kind, language = texts.pop("kind") or Kind.STORY, texts.pop("language") or VIETNAMESE
    if kind not in Kind.values or language not in (VIETNAMESE, ENGLISH):
        raise BadRecord(f"no such kind or language: {kind!r}, {language!r}")
    return Record(
        line=number,
        source_id=source_id,
        digest=hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest(),
        title=texts.pop("title"),
        lead=texts.pop("lead"),
        body=_body(data.get("body")),
        published_at=_moment(data.get("published_at")),
        sections=[name for name in (_text(data, "category", 80), _text(data, "subcategory", 80)) if name],
        tags=_tags(data),
        url=_text(data, "url", 500),
        bylines=read_byline(_text(data, "byline", 200)),
        picks=[normalise_line(str(pick))[:200] for pick in _list(data, "picks")],
        picture=_text(data, "picture", 300),
        kind=kind,
        transcript=_text(data, "transcript", 200_000, lines=True),
        language=language,
        translation_of=texts.pop("translation_of"),
        texts=texts,
    )


def _text(data: dict, name: str, limit: int, *, lines: bool = False) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and name == "id":
        value = str(value)
    if not isinstance(value, str):
        raise BadRecord(f"{name} is not text")
    value = normalise(value).strip() if lines or name == "lead" else normalise_line(value)
    if len(value) > limit:
        raise BadRecord(f"{name} has {len(value)} characters, at most {limit} are allowed")
    return value


def _list(data: dict, name: str) -> list:
    value = data.get(name) or []
    if not isinstance(value, list):
        raise BadRecord(f"{name} is not a list")
    return value


def _body(value) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "".join(f"<p>{escape(part)}</p>" for part in value)
    if value is not None and not isinstance(value, str):
        raise BadRecord("body is neither text nor a list of paragraphs")
    try:
        return clean(value or "")
    except TooLong as error:
        raise BadRecord(f"body: {error}") from None


def _moment(value) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRecord(f"published_at is no ISO 8601 date: {str(value)[:40]!r}") from None
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment > timezone.now():
        raise BadRecord(f"published_at lies in the future: {value}")
    return moment


def _tags(data: dict) -> list[str]:
    names = [*_list(data, "topics"), *(_list(data, "tags") or _list(data, "tags_derived"))]
    return split_tags(",".join(name.replace(",", " ") for name in names if isinstance(name, str)))


def read_byline(text: str) -> list[tuple[str, str]]:
    """'Bài: Hạnh Nhi; ảnh: Thế Phong' as [(name, role)]; a bare name wrote the text."""
    rows = []
    for group in text.split(";"):
        works, _colon, names = group.rpartition(":")
        roles = [
            WORKS.get(fold(work).strip(), Byline.Role.TEXT) for work in works.replace("-", ",").split(",")
        ]
        people = [normalise_line(name) for name in names.replace(" - ", ",").split(",")]
        rows += [(name, role) for name in people if name for role in roles]
    return list(dict.fromkeys(rows))
