"""Plain makers of test data: nothing random decides, and public articles are made by the verbs' own rules."""

from datetime import timedelta
from io import BytesIO

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from articles.models import Article, Author, Listed, Section, Tag, TaggedArticle, Topic
from articles.related import make_lists
from vietnamese.text import slug

PICTURE_TEXTS = {
    "caption": "Cầu nhìn từ bờ bắc",
    "credit": "Ảnh: Thái Sơn",
    "alternative_text": "Cây cầu bốn nhịp trên sông",
}


def make_person(username="bien-tap", role="chief", **fields):
    user, created = User.objects.get_or_create(
        username=username, defaults={"is_staff": True, "full_name": username} | fields
    )
    if created:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_section(name="Kinh tế", parent=None, **fields):
    return Section.objects.get_or_create(slug=slug(name), parent=parent, defaults={"name": name} | fields)[0]


def make_author(name="Thái Sơn", **fields):
    return Author.objects.get_or_create(name=name, defaults=fields)[0]


def make_topic(name="Bão số 8", **fields):
    return Topic.objects.get_or_create(name=name, defaults=fields)[0]


def make_article(title="Cầu Thanh Vân thông xe", *, section=None, published=True, at=None, **fields):
    """An article written, approved and (unless published=False) published by one chief. `at`: its date."""
    by = fields.pop("by", None) or make_person()
    relations = {name: fields.pop(name) for name in ("tags", "topics", "bylines", "picks") if name in fields}
    changes = {
        "title": title,
        "lead": "Sáng nay, cầu chính thức thông xe.",
        "body": "<p>Người dân vui mừng.</p>",
    }
    switches = {
        k: fields.pop(k) for k in ("ratings_open", "comments_open", "comments_close_at") if k in fields
    }
    if fields.get("lead_picture_id"):  # nobody gets a picture without its texts
        changes |= PICTURE_TEXTS
    changes |= {"section_id": (section or make_section()).pk} | switches | fields
    article = Article.objects.start(by)
    article.revise(by, seen=0, changes=changes, **relations)
    if published:
        publish(article, by, at=at)
    return article


def make_shelf(number, tags=()):
    """Many articles at once, around the verbs: "Tin số 0", "Tin số 1", ..., each a minute newer."""
    by, section, now = make_person(), make_section(), timezone.now()
    made = Article.objects.bulk_create(
        Article(
            title=f"Tin số {n}",
            slug=f"tin-so-{n}",
            section=section,
            top_section=section,
            review_state="approved",
            public_state="live",
            published_at=now - timedelta(minutes=number - n),
            published_by=by,
        )
        for n in range(number)
    )
    rows = [(tag, article) for tag in Tag.objects.for_names(tags) for article in made]
    TaggedArticle.objects.bulk_create(TaggedArticle(tag=tag, content_object=article) for tag, article in rows)
    Listed.objects.fill()
    return made


def publish(article, by, at=None):
    for move in ("submit", "pass_on"):
        article.move(move, by, seen=article.version)
    article.move("publish", by, seen=article.version, at=at or timezone.now() - timedelta(minutes=1))
    make_lists([article.pk])  # as after the commit, which most tests never reach
    return article


def edit_live(article, by, **changes):
    """An edit of a public article that readers get: saved and approved by the same person."""
    article.revise(by, seen=article.version, changes=changes)
    article.move("approve_edit", by, seen=article.version)
    make_lists([article.pk])  # as after the commit, which most tests never reach
    return article


def picture_file(name="anh.jpg", size=(800, 600), color="teal", **save):
    """An uploaded file as a browser would send it."""
    out = BytesIO()
    kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}[name.rsplit(".", 1)[1]]
    Pillow.new("RGB", size, color).save(out, kind, **save)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{kind.lower()}")


def make_picture(by=None, size=(800, 600), **fields):
    from images.upload import store

    return store(picture_file(size=size), by or make_person(), **fields)
