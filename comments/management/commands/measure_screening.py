"""How well the shipped lists and the queue's order do on comments that people have labelled."""

import gzip
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments import lexicon
from comments.moderation import BY_EFFECT, Verdict, screen
from comments.words import Lexicon

THIRD = 3


class Command(BaseCommand):
    help = (
        "Measures the shipped word lists. COMMENTS: JSON lines with `text` and `label` (`clean` or another). "
        "--headlines: JSON lines with `title`, which no list should flag. Both may be gzipped."
    )

    def add_arguments(self, parser):
        parser.add_argument("comments", type=Path)
        parser.add_argument("--headlines", type=Path)
        parser.add_argument("--most-headlines", type=int, default=2000)

    def handle(self, *, comments, headlines, most_headlines, **_options):
        words = Lexicon(tuple(lexicon.shipped()[0].values()), lexicon.shipped()[1])
        judged = [(screen(row["text"], words), row["label"] != "clean") for row in read(comments)]
        bad = sum(is_bad for _verdict, is_bad in judged)
        if not 0 < bad < len(judged):
            raise CommandError(f"{comments} needs both clean and bad comments.")
        flagged_clean = share([bool(verdict.hits) for verdict, is_bad in judged if not is_bad])
        flagged_bad = share([bool(verdict.hits) for verdict, is_bad in judged if is_bad])
        self.stdout.write(f"comments: {len(judged)}, of them bad: {bad}")
        self.stdout.write(f"clean ones flagged by the lists: {flagged_clean:.2%}")
        self.stdout.write(f"bad ones flagged by the lists: {flagged_bad:.1%}")
        self.stdout.write("bad ones in the top third of the queue:")
        self.stdout.write(f"  by the lists alone: {found_early(judged, by_lists):.1%}")
        self.stdout.write(f"  by the full order: {found_early(judged, by_risk):.1%}")
        if headlines:
            titles = [row["title"] for row in read(headlines)]
            titles = titles[:: max(len(titles) // most_headlines, 1)][:most_headlines]
            hits = [any(h.entry.effect in BY_EFFECT for h in words.find(title)) for title in titles]
            self.stdout.write(f"of {len(titles)} headlines flagged by the lists: {share(hits):.2%}")


def read(path: Path) -> list[dict]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return [json.loads(line) for line in text.decode().splitlines() if line.strip()]


def share(found: list[bool]) -> float:
    return sum(found) / max(len(found), 1)


def by_lists(verdict: Verdict) -> int:
    return int(bool(verdict.hits))


def by_risk(verdict: Verdict) -> int:
    return verdict.risk


def found_early(judged: list[tuple[Verdict, bool]], rank) -> float:
    """Share of the bad ones in the first third; those of equal rank share their places evenly."""
    places, found = len(judged) / THIRD, 0.0
    for value in sorted({rank(verdict) for verdict, _is_bad in judged}, reverse=True):
        group = [is_bad for verdict, is_bad in judged if rank(verdict) == value]
        found += sum(group) * min(max(places, 0) / len(group), 1)
        places -= len(group)
    return found / sum(is_bad for _verdict, is_bad in judged)
