"""The word lists in force: those shipped with the portal, and over them the newsroom's own entries."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Max

from comments.words import Effect, Entry, Lexicon, spell
from vietnamese.text import normalise_line

DATA = Path(__file__).parent / "data"


def key_of(term: str) -> str:
    """Under one key, all spellings of a term; marks count."""
    return spell(normalise_line(term))


@lru_cache(maxsize=1)
def shipped() -> tuple[dict[str, Entry], dict[str, str]]:
    """({key: entry}, {chat spelling: word}) from words.toml; ValueError for a file nobody can mean."""
    with (DATA / "words.toml").open("rb") as file:
        data = tomllib.load(file)
    entries = {}
    for part in data["list"]:
        for term in pieces(part["terms"]):
            entries[key_of(term)] = _entry(part, term)
    for part in data["entry"]:
        entries[key_of(part["term"])] = _entry(part, part["term"])
    return entries, dict(pair.split("=") for pair in pieces(data["chat"]["words"]))


def pieces(text: str) -> list[str]:
    """The parts of a text divided by bars and line breaks."""
    return [piece for part in text.replace("\n", "|").split("|") if (piece := part.strip())]


def _entry(part: dict, term: str) -> Entry:
    innocent = tuple(part.get("innocent", ()))
    return Entry(term, Effect(part["effect"]), part["exact"], innocent, part.get("points", 0))


@lru_cache(maxsize=1)
def disposable_domains() -> frozenset[str]:
    lines = (DATA / "disposable_mail.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def version() -> str:
    """Another one after every change of the newsroom's own entries; one small query."""
    from comments.models import WordEntry

    state = WordEntry.objects.aggregate(last=Max("changed_at"), count=Count("pk"))
    return f"{state['count']}-{state['last'].timestamp() if state['last'] else 0:.6f}"


def current() -> tuple[str, Lexicon]:
    """(version, lexicon) as the database has it now."""
    number = version()
    return number, _compiled(number)


@lru_cache(maxsize=2)
def _compiled(_version: str) -> Lexicon:
    from comments.models import WordEntry

    entries, chat_words = shipped()
    entries, chat_words = dict(entries), dict(chat_words)
    for own in WordEntry.objects.all():
        if own.effect == WordEntry.CHAT:
            chat_words[own.key] = own.stands_for
        elif own.effect == WordEntry.OFF:
            entries.pop(own.key, None)
        else:
            entries[own.key] = own.as_entry()
    return Lexicon(tuple(entries.values()), chat_words)
