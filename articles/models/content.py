"""What readers see of an article, as data: what revisions keep, approvals seal and pending edits hold.

A content is a plain dict: CONTENT_FIELDS by name, and "bylines" [[author id, role]], "picks"
[[article id or None, text]], "tags" [name], "topics" [id].
"""

import hashlib
import json

from django.apps import apps

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
)
SWITCHES = ("ratings_open", "comments_open", "comments_close_at", "priority", "deadline")
NEEDED = ("title", "lead", "body", "section_id")


def seal_of(content: dict) -> str:
    """64 hex digits that change with any letter readers would see."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class HasContent:
    """The part of Article that turns rows into content and content into rows."""

    def content(self) -> dict:
        """Everything readers see, as it stands in the rows now."""
        fields = {name: getattr(self, name) for name in CONTENT_FIELDS}
        return fields | {
            "bylines": [[row.author_id, row.role] for row in self.bylines.all()],
            "picks": [[pick.target_id, pick.text] for pick in self.picks.all()],
            "tags": sorted(tag.name for tag in self.tags.all()),
            "topics": sorted(topic.pk for topic in self.topics.all()),
        }

    def latest_fields(self) -> dict:
        """The newest text without its relations: no query where no edit waits."""
        if self.pending_edit:
            return self.pending_edit.content
        return {name: getattr(self, name) for name in CONTENT_FIELDS}

    def merged(self, content: dict, changes: dict, bylines=None, picks=None, tags=None, topics=None) -> dict:
        """`content` with the changes in it, each value in the form it is stored in. See Article.revise."""
        from articles.body import clean

        new = dict(content)
        for name, value in changes.items():
            if name in CONTENT_FIELDS:
                tidy = getattr(self._meta.get_field(name), "clean_text", None)
                new[name] = tidy(value) if tidy and isinstance(value, str) else value
            elif name not in SWITCHES:
                raise ValueError(f"{name} is not revised here")
        if "body" in changes:
            new["body"] = clean(new["body"])
        return new | related(bylines, picks, tags, topics)

    def put(self, content: dict, old: dict | None = None) -> None:
        """Make the rows say what `content` says; `old`: what they say now, where it is known.

        The article's own row still has to be saved.
        """
        from articles.body import POLICY

        old = old or self.content()
        if content["body"] != old["body"] or not self.version:
            self.body_policy = POLICY
        for name in CONTENT_FIELDS:
            setattr(self, name, content[name])
        self.slug = slug(self.title, 100) or "bai"
        section = self.section
        self.top_section = section and (section.parent or section)
        for name in ("bylines", "picks", "tags", "topics"):
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
        self.tags.set(Tag.objects.for_names(names))

    def _put_topics(self, ids: list) -> None:
        self.topics.set(ids)


def related(bylines, picks, tags, topics) -> dict:
    """The relations that are given, as content has them."""
    new = {}
    if bylines is not None:  # the same work of the same person counts once
        new["bylines"] = [list(row) for row in dict.fromkeys((a.pk, str(role)) for a, role in bylines)]
    if picks is not None:
        new["picks"] = [
            [target and target.pk, normalise_line(text or target.title)] for target, text in picks
        ]
    if tags is not None:
        new["tags"] = sorted(tag.name for tag in Tag.objects.for_names(tags))
    if topics is not None:
        new["topics"] = sorted(topic.pk for topic in topics)
    return new


def still_there(content: dict) -> dict:
    """An old content without what was deleted since: pictures, sections, people, topics, articles."""

    def kept(model: str, ids) -> set:
        return set(apps.get_model(model).objects.filter(pk__in=ids).values_list("pk", flat=True))

    authors = kept("articles.Author", [author for author, _role in content["bylines"]])
    targets = kept("articles.Article", [target for target, _text in content["picks"] if target])
    topics = kept("articles.Topic", content["topics"])
    pictures = kept("images.Image", [content["lead_picture_id"]])
    sections = kept("articles.Section", [content["section_id"]])
    return content | {
        "bylines": [row for row in content["bylines"] if row[0] in authors],
        "picks": [[target if target in targets else None, text] for target, text in content["picks"]],
        "topics": [topic for topic in content["topics"] if topic in topics],
        "lead_picture_id": content["lead_picture_id"] if pictures else None,
        "section_id": content["section_id"] if sections else None,
    }


def missing_in(content: dict) -> list[str]:
    """Names of the fields nobody else may get the article without."""
    return [name for name in NEEDED if not content[name]]
