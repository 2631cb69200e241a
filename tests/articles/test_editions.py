"""The English edition: at its own address, in its own language, apart from the Vietnamese lists."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article, Section
from articles.search import search
from portal.cache import store
from ratings.models import Rating
from tests.factory import edit_live, make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db
AT = datetime(2018, 12, 12, 14, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
VIETNAMESE_MARKS = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư]", re.IGNORECASE)


@pytest.fixture
def english():
    edition = make_section("English", slug="en", language="en")
    life = make_section("Life", parent=edition)
    store().purge_all()
    return life


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def make_pair(english, **fields):
    original = make_article("Người đưa đò cuối cùng", section=make_section("Văn hóa"), **fields)
    told = make_article(
        "The last ferryman",
        section=english,
        translation_of_id=original.pk,
        lead="He rows.",
        body="<p>He rows.</p>",
    )
    return original, told


def test_an_english_article_stands_in_an_english_page(client, english):
    writer = make_author("Ngoc Anh")
    article = make_article(
        "The last ferryman",
        section=english,
        at=AT,
        lead="He rows.",
        body="<p>He rows.</p>",
        bylines=[(writer, "text"), (writer, "photo")],
    )
    Rating.objects.cast(article, "1" * 32, 4)
    page = read(client, article.get_absolute_url())
    assert article.get_absolute_url().startswith("/en/life/")
    assert '<html lang="en">' in page
    assert "Wednesday, 12 December 2018, 14:59" in page
    assert '"inLanguage":"en"' in page
    assert '<p class="byline">Text, photo: ' in page
    assert re.search(r"<strong>4/5</strong> – 1 vote\s", page)
    assert '<meta property="og:locale" content="en_GB">' in page
    words = re.sub(r"<script.*?</script>|<[^>]* lang=\"vi\".*?</\w+>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not VIETNAMESE_MARKS.findall(words)
    fragment = client.get(f"/y-kien/{article.pk}/", headers={"X-Requested-With": "fetch"}).content.decode()
    assert "Ý kiến" not in fragment
    assert "moderator" in fragment or "comment" in fragment


def test_a_pair_names_each_other_while_both_are_public(
    client, english, cast, django_capture_on_commit_callbacks
):
    original, told = make_pair(english)
    for article, other, language in ((original, told, "en"), (told, original, "vi")):
        page = read(client, article.get_absolute_url())
        assert re.search(rf'hreflang="{language}" href="https?://[^"]+{other.get_absolute_url()}"', page)
        assert f'<a href="{other.get_absolute_url()}" lang="{language}"' in page
    with django_capture_on_commit_callbacks(execute=True):
        told.move("withdraw", cast.chief, seen=told.version, reason="Lỗi dịch")
    assert told.get_absolute_url() not in read(client, original.get_absolute_url())


def test_vietnamese_lists_do_not_mix_english_pieces_in(client, english):
    topic, author = make_topic(), make_author()
    fields = {"tags": ["sông Vân"], "topics": [topic], "bylines": [(author, "news")]}
    make_article("Người đưa đò cuối cùng", section=make_section("Văn hóa"), **fields)
    make_article("The last ferryman", section=english, **fields)
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    lists = ["/", "/tu-khoa/song-van/", "/su-kien/bao-so-8/", "/tac-gia/thai-son/", "/rss/", "/doc-nhieu/"]
    for address in [*lists, f"/luu-tru/{today:%Y/%m/%d}/", "/rss/tu-khoa/song-van.rss"]:
        assert "The last ferryman" not in read(client, address), address
    assert "The last ferryman" in read(client, "/en/")
    assert "Người đưa đò" not in read(client, "/en/")
    assert "The last ferryman" in read(client, "/rss/en.rss")
    assert [a.title for a in search("ferryman").items] == []
    edition = Section.objects.get(path="en")
    assert [a.title for a in search("ferryman", section=edition).items] == ["The last ferryman"]


def test_a_tag_of_english_pieces_alone_is_a_page_in_english(client, english):
    make_article("The last ferryman", section=english, tags=["ferry"])
    assert '<html lang="en">' in read(client, "/tu-khoa/ferry/")


def test_the_menu_of_each_edition_is_its_own(client, english):
    make_article("Người đưa đò cuối cùng", section=make_section("Văn hóa"))
    make_article("The last ferryman", section=english)
    store().purge_all()
    front, edition = read(client, "/"), read(client, "/en/")
    assert '<a class="masthead__edition" href="/en/" lang="en" hreflang="en">English</a>' in front
    assert "/en/life/" not in front
    assert 'href="/en/life/"' in edition
    assert '<a class="masthead__edition" href="/" lang="vi"' in edition


def test_the_newsroom_pairs_what_belongs_together(login, cast, english):
    original = make_article("Người đưa đò cuối cùng", section=make_section("Văn hóa"))
    rows = {f"{name}-{count}_FORMS": 0 for name in ("bylines", "picks") for count in ("TOTAL", "INITIAL")}
    form = rows | {"title": "The last ferryman", "lead": "He rows.", "body": "<p>He rows.</p>"}
    form |= {"translation_of": original.pk, "section": make_section("Văn hóa").pk}
    client = login(cast.reporter)
    page = client.post("/admin/articles/article/add/", form).content.decode()
    assert "Chỉ bài thuộc chuyên mục của ấn bản tiếng Anh" in page
    form["section"] = english.pk
    assert client.post("/admin/articles/article/add/", form).status_code == 302
    assert original.translations.get().language == "en"


def test_the_line_under_the_headline_tells_of_what_changed(client, cast, django_capture_on_commit_callbacks):
    article = make_article("Cầu Thanh Vân thông xe", at=timezone.now() - timedelta(hours=2))
    Article.objects.filter(pk=article.pk).update(updated_at=article.published_at - timedelta(hours=1))
    assert "cập nhật" not in read(client, article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        edit_live(article, cast.chief, lead="Chiều nay, cầu thông xe.")
    assert "cập nhật" in read(client, article.get_absolute_url())
