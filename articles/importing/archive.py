"""Storing records: batches of one transaction each, idempotent by source id, never over an editor's work."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from articles import social
from articles.body import POLICY
from articles.importing.records import BadRecord, Record, batches, parse
from articles.indexing import keep_up
from articles.models import (
    Article,
    Author,
    Byline,
    ImportedAddress,
    Pick,
    PictureUse,
    Revision,
    Section,
    Tag,
    TaggedArticle,
)
from articles.models.content import VIETNAMESE
from articles.models.revisions import SIDE_ACTS
from articles.signals import EVERYTHING, announce
from articles.workflow import Public, Review
from images.upload import BadPicture, store
from vietnamese.text import normalise_line, slug, spelling_key

ACT = "import"
ARCHIVIST = "kho-luu-tru"
EDITED = "this article was edited in the newsroom since its import, so it stays as it is"
STORED_FIELDS = (
    *(
        "title",
        "slug",
        "lead",
        "body",
        "body_policy",
        "section",
        "top_section",
        "source_url",
        "source_digest",
    ),
    *("source_prefix", "caption", "credit", "alternative_text", "lead_picture"),
    *("card", "language", "kind", "recording_link", "transcript", "translation_of"),
    *("published_at", "updated_at", "version"),
)


class DryRun(Exception):
    """Ends a transaction of which nothing shall stay."""


def archivist() -> User:
    """The account imported articles belong to. Nobody can sign in with it."""
    user, created = User.objects.get_or_create(
        username=ARCHIVIST, defaults={"full_name": "Kho lưu trữ", "is_active": False, "is_staff": False}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@dataclass
class Importer:
    """Imports one file. `counts` has created, updated, unchanged and refused."""

    path: Path
    undated: datetime  # the date of records that have none
    default_section: str  # for records without a category
    dry_run: bool = False
    on_refusal: Callable[[int, str], None] = lambda line, reason: None
    on_batch: Callable[[int], None] = lambda lines: None
    counts: Counter = field(default_factory=Counter)

    def run(self) -> Counter:
        self.by = archivist()
        self.load_sections()
        for batch in batches(self.path):
            self.store_all([record for record in (self.read(*item) for item in batch) if record])
            self.on_batch(len(batch))
        if not self.dry_run:
            announce([EVERYTHING])
        return self.counts

    def load_sections(self) -> None:
        self.sections = {section.path: section for section in Section.objects.select_related("parent")}

    def read(self, number: int, line: bytes) -> Record | None:
        try:
            return parse(number, line)
        except BadRecord as reason:
            self.refuse(number, reason)
            return None

    def refuse(self, line: int, reason) -> None:
        self.counts["refused"] += 1
        self.on_refusal(line, str(reason))

    def store_all(self, records: list[Record]) -> None:
        """A batch at once; when it fails, record by record, so that one bad line stays alone."""
        try:
            self.store_batch(records)
        except (DatabaseError, BadRecord) as reason:
            self.load_sections()  # the failed transaction took its new sections along
            if len(records) == 1:
                self.refuse(records[0].line, reason)
                return
            for record in records:
                self.store_all([record])

    def store_batch(self, records: list[Record]) -> None:
        last = {
            record.source_id: record for record in records
        }  # a file may hold an id twice: the last counts
        try:
            with transaction.atomic():
                new, changed, edited = self.sort(last)
                self.write(new, changed)
                if self.dry_run:
                    raise DryRun
        except DryRun:
            self.load_sections()
        self.counts["created"] += len(new)
        self.counts["updated"] += len(changed)
        self.counts["unchanged"] += len(records) - len(new) - len(changed) - len(edited)
        for record in edited:
            self.refuse(record.line, EDITED)

    def sort(self, records: dict[str, Record]):
        """(record, article) pairs to create and to update, and the records an editor's work forbids."""
        rows = Article.objects.select_for_update(of=("self",)).select_related("lead_picture")
        known = {article.source_id: article for article in rows.filter(source_id__in=records)}
        new, changed, edited = [], [], []
        touched = edited_since_import(known.values())
        for source_id, record in records.items():
            article = known.get(source_id)
            if article is None:
                new.append((record, Article(source_id=source_id, created_by=self.by)))
            elif article.source_digest == record.digest:
                continue
            elif article.pk in touched:
                edited.append(record)
            else:
                changed.append((record, article))
        return new, changed, edited

    def write(self, new, changed) -> None:
        named = {record.translation_of for record, _article in new + changed} - {""}
        originals = {a.source_id: a for a in Article.objects.filter(source_id__in=named).only("source_id")}
        for record, article in new + changed:
            self.fill(record, article)
            article.translation_of = originals.get(record.translation_of)
            if article.card:  # drawn since the last import
                social.keep(article)
        Article.objects.bulk_create([article for _record, article in new])
        if changed:
            Article.objects.bulk_update([article for _record, article in changed], STORED_FIELDS)
        self.relate(new + changed)

    def fill(self, record: Record, article: Article) -> None:
        section = self.section(record.sections, record.language)
        article.title, article.lead, article.body = record.title, record.lead, record.body
        article.slug, article.body_policy = slug(record.title, 100) or "bai", POLICY
        article.section, article.top_section = section, section.parent or section
        article.language, article.kind, article.transcript = section.language, record.kind, record.transcript
        article.source_url, article.source_digest = record.url, record.digest
        for name, value in record.texts.items():
            setattr(article, name, value)
        if record.picture and not article.lead_picture:
            article.lead_picture = self.picture(record)
        if article.pk is None:
            article.published_at = article.created_at = record.published_at or self.undated
            article.published_by, article.review_state, article.public_state = (
                self.by,
                Review.APPROVED,
                Public.LIVE,
            )
            article.updated_at = article.published_at
        else:
            article.updated_at = timezone.now()
        article.version += 1

    def section(self, names: list[str], language: str) -> Section:
        """The section of these names or slugs; a new one is made outside the menu."""
        section, path = None, ""
        names = names or [self.default_section]
        for name in names if language == VIETNAMESE else [language, names[0]]:
            part = slug(name)
            if not part:
                raise BadRecord(f"no section can be called {name!r}")
            path = f"{path}/{part}" if path else part
            if path not in self.sections:
                shown = normalise_line(name.replace("-", " ")).capitalize() if name == part else name
                self.sections[path] = Section.objects.create(
                    name=shown, slug=part, parent=section, in_menu=False, language=language
                )
            section = self.sections[path]
        return section

    def picture(self, record: Record):
        file = (self.path.parent / record.picture).resolve()
        if not file.is_relative_to(self.path.parent.resolve()) or not file.is_file():
            raise BadRecord(f"picture {record.picture!r} is not beside the file")
        if self.dry_run:
            return None
        try:
            with file.open("rb") as stream:
                return store(stream, self.by, caption=record.texts["caption"], credit=record.texts["credit"])
        except BadPicture as error:
            raise BadRecord(f"picture: {error}") from None

    def relate(self, pairs: list[tuple[Record, Article]]) -> None:
        """Tags, bylines, picks, revisions and indexes of freshly stored articles."""
        articles = [article for _record, article in pairs]
        TaggedArticle.objects.filter(content_object__in=articles).delete()
        Byline.objects.filter(article__in=articles).delete()
        Pick.objects.filter(article__in=articles).delete()
        tags = {tag.key: tag for tag in Tag.objects.for_names(n for record, _a in pairs for n in record.tags)}
        TaggedArticle.objects.bulk_create(
            TaggedArticle(tag=tags[key], content_object=article)
            for record, article in pairs
            for key in dict.fromkeys(map(spelling_key, record.tags))
            if key in tags
        )
        for record, article in pairs:
            Byline.objects.bulk_create(bylines(record, article))
            Pick.objects.bulk_create(picks(record, article))
        ImportedAddress.objects.keep({article: article.source_url for article in articles})
        Revision.objects.bulk_create(
            Revision(article=article, version=article.version, act=ACT, by=self.by) for article in articles
        )
        PictureUse.objects.filter(article__in=articles).delete()
        PictureUse.objects.add_for(articles)
        keep_up(article.pk for article in articles)


def edited_since_import(articles: Iterable[Article]) -> set[int]:
    """Ids of those whose newest version is not an import's."""
    newest = Revision.objects.filter(article__in=articles, version=F("article__version"))
    return set(newest.exclude(act__in=(ACT, *SIDE_ACTS)).values_list("article_id", flat=True))


def bylines(record: Record, article: Article) -> list[Byline]:
    rows = []
    for order, (name, role) in enumerate(record.bylines):
        author = Author.objects.filter(name=name).first() or Author.objects.create(name=name)
        rows.append(Byline(article=article, author=author, role=role, order=order))
    return rows


def picks(record: Record, article: Article) -> list[Pick]:
    """A pick is the id of a record imported before, or the headline of an article we do not have."""
    if not record.picks:
        return []
    found = {
        target.source_id: target
        for target in Article.objects.filter(source_id__in=record.picks).defer("body")
    }
    return [
        Pick(
            article=article,
            target=found.get(pick),
            text=found[pick].title if pick in found else pick,
            order=order,
        )
        for order, pick in enumerate(record.picks)
    ]
