"""The kinds of page that `make reports` visits are there to be visited."""

import pytest

from bench.pages.places import places, random_articles
from portal.models import FlatPage, Masthead
from tests.comments.stage import make_comment
from tests.factory import make_article, make_author, make_section, make_shelf, make_topic

pytestmark = pytest.mark.django_db


def test_every_kind_of_page_is_found_and_answers(client, cast):
    Masthead.objects.create(pk=1, name="Báo Thuận Phong")
    FlatPage(title="Liên hệ", purpose="contact", place=1).write(cast.chief, seen=0)
    below = make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    parts = {"tags": ["Lúa"], "topics": [make_topic()], "bylines": [(make_author(), "news")]}
    article = make_article("Giá lúa tăng", section=below, **parts)
    make_comment(article).approve(cast.moderator)
    gone = make_article("Bài sẽ gỡ")
    gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
    shelf = make_shelf(25)
    found = places()
    assert found["article"] == article.get_absolute_url()
    assert {
        "tag",
        "topic",
        "author",
        "sub-section",
        "section-page-2",
        "page-contact",
        "rating",
    } <= found.keys()
    assert "gallery" not in found  # this paper has no photo story
    for kind, path in found.items():
        assert client.get(path).status_code == {"404": 404, "410": 410}.get(kind, 200), kind
    drawn = random_articles(10)
    assert len(set(drawn)) == 10
    assert shelf[0].get_absolute_url() in random_articles(1000)
