"""Every search and picker of the newsroom finds words typed without marks, those with their marks first."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from articles.models import Abbreviation, OldAddress, Revision, Section, Tag, Topic
from comments.models import Comment, StoppedWriter, WordEntry
from images.models import Image
from portal.models import DeadAddress
from recordings.models import Recording
from tests.comments.stage import make_comment
from tests.factory import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db
SPELLED, BARE, OTHER = "Thái Sơn", "Thai Son", "Thái Sòn"  # as typed, without marks, with others
SEARCHED = {
    model: tool
    for model, tool in admin.site._registry.items()
    # rows of these are user names, addresses and numbers
    if tool.search_fields and model._meta.app_label not in {"axes", "newsletter"}
}


@pytest.fixture
def stage(cast):
    """Each thing the newsroom looks for, under the three names, the bare one last: by age it would lead."""
    for number, name in enumerate((SPELLED, OTHER, BARE)):
        article = make_article(f"{name} về đích", by=cast.chief)
        make_picture(cast.chief, caption=name)
        make_author(name)
        Section.objects.create(name=name, slug=f"thai-son-{number}")
        Topic.objects.create(name=name)
        Tag.objects.for_names([name])
        User.objects.create(username=f"nguoi{number}", full_name=name)
        WordEntry.objects.create(term=f"{name} {number}")
        Abbreviation.objects.create(short=f"TS{number}", long=f"{name} {number}")
        OldAddress.objects.create(path=f"/thai-son-{number}.html", target=f"/t{number}/")
        DeadAddress.objects.create(path=f"/cu/thai-son-{number}")
        make_comment(article, f"Chúc mừng {name}", name=name)
        Recording.objects.create(title=name, token=f"{number:032x}", kind="video", extension="mp4", size=1)
        StoppedWriter.objects.create(name=name, writer=f"{number:032x}", by=cast.moderator)
        kind = ContentType.objects.get_for_model(Tag)
        LogEntry.objects.create(
            user=cast.chief, content_type=kind, object_repr=name, action_flag=CHANGE, change_message="x"
        )


def found(tool, typed, user) -> list:
    request = RequestFactory().get("/")
    request.user = user
    rows, _doubled = tool.get_search_results(request, tool.get_queryset(request), typed)
    return list(rows)


@pytest.mark.parametrize("model", SEARCHED, ids=lambda model: model._meta.label_lower)
def test_every_search_finds_all_three_and_the_one_with_the_marks_first(stage, cast, model):
    cast.chief.is_superuser = True
    tool = SEARCHED[model]
    bare = found(tool, "thai son", cast.chief)
    spelled = found(tool, "thái sơn", cast.chief)
    at_least = 3 if model is not Revision else 6
    assert len(bare) >= at_least, model
    assert set(bare) == set(spelled)
    if model not in {OldAddress, DeadAddress, Revision}:  # addresses have no marks; a log keeps its order
        assert "Thái Sơn" in text_of(spelled[0]), [text_of(row) for row in spelled]
        assert "Thai Son" not in text_of(spelled[0])
    assert found(tool, "không có đâu cả", cast.chief) == []


def text_of(row) -> str:
    return (
        f"{row} {getattr(row, 'object_repr', '')} {getattr(row, 'term', '')} {getattr(row, 'full_name', '')}"
    )


def test_the_moderators_search_does_too(stage, cast, login):
    page = login(cast.moderator).get(
        reverse("admin:comments_comment_changelist"), {"state": "all", "q": "thái sơn"}
    )
    names = [comment.name for comment in page.context["queue"].page.items]
    assert len(names) == 3
    assert names[0] == SPELLED
    assert Comment.objects.found_by("thai son").count() == 3


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("articles", "pick", "target"),
        ("articles", "byline", "author"),
        ("articles", "article", "section"),
        ("articles", "mergedtag", "into"),
        ("portal", "blockrule", "topic"),
    ],
)
def test_every_picker_does_too(stage, cast, login, app, model, field):
    query = {"app_label": app, "model_name": model, "field_name": field}
    client = login(cast.chief)
    for typed in ("thai son", "thái sơn"):
        rows = client.get(reverse("admin:autocomplete"), query | {"term": typed}).json()["results"]
        assert len(rows) == 3
    assert SPELLED in rows[0]["text"]


def test_the_picture_picker_does_too(stage, cast, login):
    rows = login(cast.chief).get(reverse("images:pick"), {"q": "thái sơn"}).json()["pictures"]
    assert [rows[0]["name"], len(rows)] == [SPELLED, 3]
    assert Image.objects.matching("thai son").count() == 3
