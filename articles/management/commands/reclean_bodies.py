"""After the cleaning rules changed (POLICY in articles/body.py): clean every older body again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.body import POLICY, TooLong, clean
from articles.indexing import keep_up
from articles.models import Article
from articles.models.content import seal_of
from articles.signals import announce

BATCH = 200


class Command(BaseCommand):
    help = "Clean the bodies that were stored under older rules, and print what changed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print only, store nothing")

    def handle(self, *, dry_run: bool, **_options) -> None:
        counts = {"changed": 0, "unchanged": 0, "refused": 0, "overtaken": 0}
        last = 0
        while batch := list(outdated().filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            for article in batch:
                counts[self.reclean(article, dry_run)] += 1
        verb = "would be changed" if dry_run else "changed"
        self.stdout.write(
            f"{counts['changed']} {verb}, {counts['unchanged']} unchanged, {counts['refused']} refused, "
            f"{counts['overtaken']} saved by somebody meanwhile"
        )

    def reclean(self, article: Article, dry_run: bool) -> str:
        """One article; which of the counts it adds to."""
        try:
            cleaned = clean(article.body)
        except TooLong as error:
            self.stderr.write(f"{article.pk} {article.title}: {error}")
            return "refused"
        is_changed = cleaned != article.body
        if is_changed:
            self.stdout.write(f"{article.pk} {article.title}: {difference(article.body, cleaned)}")
        if not dry_run and not store(article, cleaned, is_changed=is_changed):
            return "overtaken"
        return "changed" if is_changed else "unchanged"


def outdated():
    return Article.objects.filter(body_policy__lt=POLICY).only("pk", "title", "body", "version")


@transaction.atomic
def store(article: Article, cleaned: str, *, is_changed: bool) -> bool:
    """False when somebody saved the article since it was read: that save has cleaned it.

    No new version, and an approval stays one: its seal moves to the cleaned text.
    """
    row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if row.version != article.version or row.body_policy >= POLICY:
        return False
    was_sealed = row.is_sealed
    row.body, row.body_policy = cleaned, POLICY
    if was_sealed:
        row.seal = seal_of(row.content())
    row.save(update_fields=["body", "body_policy", "seal"])
    if is_changed:
        keep_up([row.pk])
        announce(row.public_paths())
    return True


def difference(before: str, after: str) -> str:
    """Where two texts part, with a little of both."""
    place = next((i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), None)
    place = min(len(before), len(after)) if place is None else place
    around = slice(max(0, place - 20), place + 40)
    return f"{len(before)} -> {len(after)} characters, …{before[around]!r} -> {after[around]!r}"
