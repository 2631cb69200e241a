"""What readers see of an article, as data: what revisions keep, approvals seal and pending edits hold.

A content is a plain dict: CONTENT_FIELDS by name, and "bylines" [[author id, role]], "picks"
[[article id or None, text]], "tags" [name], "topics" [id].
"""

import hashlib
import json

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from articles.models.kinds import RECORDED, Kind
from articles.models.tags import Tag
from vietnamese.text import normalise_line, slug

CONTENT_FIELDS = (
    "title",
    "source_prefix",
    "lead",
    "body",
    "lead_picture_id",
    "caption",
    "credit",
    "alternative_text",
    "section_id",
    "kind",
    "recording_id",
    "captions_id",
    "recording_link",
    "transcript",
    "translation_of_id",
)
# What younger contents have and older ones lack: a seal leaves these values out, so that old seals hold.
LATER = {
    "kind": Kind.STORY.value,
    "recording_id": None,
    "captions_id": None,
    "recording_link": "",
    "transcript": "",
    "translation_of_id": None,
}
SWITCHES = ("ratings_open", "comments_open", "comments_close_at", "priority", "deadline")
RELATIONS = ("bylines", "picks", "tags", "topics")
VIETNAMESE, ENGLISH = "vi", "en"
NEEDED = ("title", "lead", "body", "section_id")


def whole(content: dict) -> dict:
    """A content of any age with every field of today."""
    return LATER | content


def seal_of(content: dict) -> str:
    """64 hex digits that change with any letter readers would see."""
    told = {name: value for name, value in content.items() if name not in LATER or value != LATER[name]}
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class HasContent:
    """The part of Article that turns rows into content and content into rows."""

    def content(self) -> dict:
        """Everything readers see, as it stands in the rows now."""
        fields = {name: getattr(self, name) for name in CONTENT_FIELDS}
        return fields | self._relations()

    def _relations(self) -> dict:
        """Those read with the locked row, once: what is done next may change them."""
        if self.pk is None:
            return {name: [] for name in RELATIONS}
        if "tags_read" in self.__dict__:
            found = relations_in(self)
            self._forget_relations()
            return found
        arrays = type(self).objects.filter(pk=self.pk).order_by().annotate(**relation_arrays())
        return relations_in(arrays.only("pk").get())

    def _forget_relations(self) -> None:
        for name in RELATIONS:
            self.__dict__.pop(f"{name}_read", None)

    def latest_fields(self) -> dict:
        """The newest text without its relations: no query where no edit waits."""
        if self.pending_edit:
            return whole(self.pending_edit.content)
        return {name: getattr(self, name) for name in CONTENT_FIELDS}

    def merged(self, content: dict, changes: dict, bylines=None, picks=None, tags=None, topics=None) -> dict:
        """`content` with the changes in it, each value in the form it is stored in. See Article.revise."""
        from articles.body import clean

        new = whole(content)
        self._known_tags = {}
        for name, value in changes.items():
            if name in CONTENT_FIELDS:
                tidy = getattr(self._meta.get_field(name), "clean_text", None)
                new[name] = tidy(value) if tidy and isinstance(value, str) else value
            elif name not in SWITCHES:
                raise ValueError(f"{name} is not revised here")
        if "body" in changes:
            new["body"] = clean(new["body"])
        if "recording_id" in changes:
            new["captions_id"] = captions_of(new["recording_id"])
        if tags is not None:
            self._known_tags = {tag.name: tag for tag in Tag.objects.for_names(tags)}
        return new | related(bylines, picks, None if tags is None else self._known_tags, topics)

    def put(self, content: dict, old: dict | None = None) -> None:
        """Make the rows say what `content` says; `old`: what they say now, where it is known.

        The article's own row still has to be saved.
        """
        from articles.body import POLICY

        content, old = whole(content), old or self.content()
        if content["body"] != old["body"] or not self.version:
            self.body_policy = POLICY
        self._forget_relations()
        for name in CONTENT_FIELDS:
            setattr(self, name, content[name])
        self.slug = slug(self.title, 100) or "bai"
        section = self.section
        self.top_section = section and (section.parent or section)
        self.language = section.language if section else VIETNAMESE
        for name in RELATIONS:
            if content[name] != old[name]:
                getattr(self, f"_put_{name}")(content[name])
        self._prefetched_objects_cache = {}
        for known in ("is_sealed", "stages"):
            self.__dict__.pop(known, None)

    def _put_bylines(self, rows: list) -> None:
        self.bylines.all().delete()
        self.bylines.bulk_create(
            self.bylines.model(article=self, author_id=author, role=role, order=order)
            for order, (author, role) in enumerate(rows)
        )

    def _put_picks(self, rows: list) -> None:
        self.picks.all().delete()
        self.picks.bulk_create(
            self.picks.model(article=self, target_id=target, text=text, order=order)
            for order, (target, text) in enumerate(rows)
        )

    def _put_tags(self, names: list) -> None:
        known = self.__dict__.pop("_known_tags", {})
        if not known.keys() >= set(names):
            known = {tag.name: tag for tag in Tag.objects.for_names(names)}
        rows = self.tagged.exclude(tag__in=[tag.pk for tag in known.values()])
        rows.delete()
        self.tagged.bulk_create(
            [self.tagged.model(content_object=self, tag=tag) for tag in known.values()], ignore_conflicts=True
        )

    def _put_topics(self, ids: list) -> None:
        self.topics.set(ids)


def relation_arrays() -> dict[str, ArraySubquery]:
    """The relations as columns of the article's own row: one query reads them with it."""
    article = apps.get_model("articles.Article")

    def own(model, **named) -> models.QuerySet:
        return apps.get_model(model).objects.filter(**(named or {"article": models.OuterRef("pk")}))

    bylines, picks = own("articles.Byline"), own("articles.Pick")
    topics = article.topics.through.objects.filter(article=models.OuterRef("pk")).order_by("topic")
    tagged = own("articles.TaggedArticle", content_object=models.OuterRef("pk"))
    return {
        "bylines_read": ArraySubquery(bylines.values_list(JSONObject(of="author_id", text="role"))),
        "picks_read": ArraySubquery(picks.values_list(JSONObject(of="target_id", text="text"))),
        "tags_read": ArraySubquery(tagged.values_list("tag__name")),
        "topics_read": ArraySubquery(topics.values_list("topic")),
    }


def relations_in(row) -> dict:
    """The relations as content has them, from a row with `relation_arrays`."""
    return {
        "bylines": [[part["of"], part["text"]] for part in row.bylines_read],
        "picks": [[part["of"], part["text"]] for part in row.picks_read],
        "tags": sorted(row.tags_read),
        "topics": row.topics_read,
    }


def captions_of(recording: int | None) -> int | None:
    """The newest captions of this recording."""
    found = recording and apps.get_model("recordings.Captions").objects.filter(recording=recording).first()
    return found.pk if found else None


def related(bylines, picks, tags, topics) -> dict:
    """The relations that are given, as content has them; tags by the names they are stored under."""
    new = {}
    if bylines is not None:  # the same work of the same person counts once
        new["bylines"] = [list(row) for row in dict.fromkeys((a.pk, str(role)) for a, role in bylines)]
    if picks is not None:
        new["picks"] = [
            [target and target.pk, normalise_line(text or target.title)] for target, text in picks
        ]
    if tags is not None:
        new["tags"] = sorted(tags)
    if topics is not None:
        new["topics"] = sorted(topic.pk for topic in topics)
    return new


def still_there(content: dict) -> dict:
    """An old content without what was deleted since: pictures, sections, people, topics, articles."""
    content = whole(content)

    def kept(model: str, ids) -> set:
        return set(apps.get_model(model).objects.filter(pk__in=ids).values_list("pk", flat=True))

    authors = kept("articles.Author", [author for author, _role in content["bylines"]])
    original = content["translation_of_id"]
    named = [target for target, _text in content["picks"] if target]
    targets = kept("articles.Article", [*named, original])
    topics = kept("articles.Topic", content["topics"])
    pictures = kept("images.Image", [content["lead_picture_id"]])
    sections = kept("articles.Section", [content["section_id"]])
    recordings = kept("recordings.Recording", [content["recording_id"]])
    captions = kept("recordings.Captions", [content["captions_id"]])
    return content | {
        "bylines": [row for row in content["bylines"] if row[0] in authors],
        "picks": [[target if target in targets else None, text] for target, text in content["picks"]],
        "topics": [topic for topic in content["topics"] if topic in topics],
        "lead_picture_id": content["lead_picture_id"] if pictures else None,
        "section_id": content["section_id"] if sections else None,
        "recording_id": content["recording_id"] if recordings else None,
        "captions_id": content["captions_id"] if captions else None,
        "translation_of_id": original if original in targets else None,
    }


def missing_in(content: dict) -> list[str]:
    """Names of the fields nobody else may get the article without."""
    missing = [name for name in NEEDED if not content[name]]
    has_recording = content["recording_id"] or content["recording_link"]
    return [*missing, "recording_id"] if content["kind"] in RECORDED and not has_recording else missing
