"""An editor makes one tag of several: no article loses or doubles one, no address and no approval breaks."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles import indexing, search
from articles.models import Article, MergedTag, SearchEntry, Tag, TaggedArticle, Unindexed
from articles.related import update_related
from articles.workflow import Refused
from portal import jobs
from portal.models import Arrangement, BlockRule
from tests.factory import make_article, make_shelf
from tests.racing import at_once

pytestmark = pytest.mark.django_db
MERGE = reverse("admin:articles_tag_merge")
LIST = reverse("admin:articles_tag_changelist")


def tags(*names) -> list[Tag]:
    return Tag.objects.for_names(names)


def names_of(article) -> set[str]:
    return {tag.name for tag in article.tags.all()}


@pytest.fixture
def spellings(cast):
    """One word in three spellings, over three articles."""
    right, bare, other = tags("Chuyển đổi số", "chuyen doi so", "Số hóa")
    first = make_article("Một cửa điện tử", by=cast.chief, tags=["Chuyển đổi số", "chuyen doi so", "Huế"])
    second = make_article("Chợ không tiền mặt", by=cast.chief, tags=["chuyen doi so"])
    third = make_article("Bản làng có sóng", by=cast.chief, tags=["Số hóa"])
    return right, bare, other, first, second, third


def test_every_article_has_the_tag_that_stays_once(spellings, cast):
    right, bare, other, first, second, third = spellings
    assert Tag.objects.merge([bare, other], right, cast.editor) == 3
    assert names_of(first) == {"Chuyển đổi số", "Huế"}
    assert names_of(second) == names_of(third) == {"Chuyển đổi số"}
    assert TaggedArticle.objects.count() == 4
    assert set(Tag.objects.values_list("name", flat=True)) == {"Chuyển đổi số", "Huế"}


def test_old_addresses_lead_on_and_chains_collapse(spellings, cast, client):
    right, bare, *_others = spellings
    Tag.objects.merge([bare], right, cast.editor)
    last = tags("Chính phủ số")[0]
    Tag.objects.merge([right], last, cast.editor)
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0.0.0 Mobile Safari/537.36"}
    for tag in (right, bare):
        answer = client.get(tag.get_absolute_url(), headers=phone)
        assert (answer.status_code, answer["Location"]) == (301, "/tu-khoa/chinh-phu-so/")
    feed = client.get(f"/rss{bare.get_absolute_url().rstrip('/')}.rss", headers=phone)
    assert feed["Location"] == "/rss/tu-khoa/chinh-phu-so.rss"
    assert client.get(last.get_absolute_url()).status_code == 200
    assert set(MergedTag.objects.values_list("into", flat=True)) == {last.pk}


def test_who_types_a_merged_name_means_the_tag_that_stays(spellings, cast):
    right, bare, *_others, second, _third = spellings
    Tag.objects.merge([bare], right, cast.editor)
    edit = second.revise(cast.chief, seen=second.version, changes={}, tags=["Chuyen doi so", "chuyển đổi số"])
    assert edit.latest_content()["tags"] == ["Chuyển đổi số"]
    assert tags("CHUYEN DOI SO", "Chuyển đổi số") == [right]
    page = Client()
    page.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    answer = page.post(reverse("admin:articles_tag_add"), {"name": "chuyen doi so"})
    assert "đã được gộp vào" in answer.content.decode()


def test_an_edit_that_waited_gets_the_tag_that_stays(spellings, cast):
    right, bare, *_others, second, _third = spellings
    second.revise(cast.chief, seen=second.version, changes={"title": "Chợ quê không tiền mặt"})
    Tag.objects.merge([bare], right, cast.editor)
    second = Article.objects.get(pk=second.pk)
    second.move("approve_edit", cast.chief, seen=second.version)
    assert names_of(second) == {"Chuyển đổi số"}


def test_a_merge_breaks_no_approval_and_heals_none(cast):
    right, bare = tags("Chuyển đổi số", "chuyen doi so")
    article = make_article(published=False, by=cast.reporter, tags=["chuyen doi so"])
    for move, by in (("submit", cast.reporter), ("pass_on", cast.editor), ("approve", cast.secretary)):
        article.move(move, by, seen=article.version)
    broken = make_article("Đã sửa sau khi duyệt", by=cast.chief, tags=["chuyen doi so"])
    Article.objects.filter(pk=broken.pk).update(lead="Một chữ khác.")
    Tag.objects.merge([bare], right, cast.editor)
    assert Article.objects.get(pk=article.pk).is_sealed
    assert not Article.objects.get(pk=broken.pk).is_sealed
    Article.objects.get(pk=article.pk).move("publish", cast.secretary, seen=article.version)


def test_search_and_suggestions_know_at_once_or_by_the_minute(spellings, cast, monkeypatch):
    right, bare, other, first, second, third = spellings
    monkeypatch.setattr("articles.models.retagging.AT_ONCE", 1)
    Tag.objects.merge([other], right, cast.editor)
    assert "chuyển đổi số" in SearchEntry.objects.get(article=third).words
    Tag.objects.merge([right], bare, cast.editor)
    assert Unindexed.objects.count() == 1
    jobs.run((jobs.index_what_was_left,))
    assert not Unindexed.objects.exists()
    assert {row.pk for row in search.search("chuyen doi so").items} == {first.pk, second.pk, third.pk}
    update_related([first.pk])  # nothing is left to do
    assert indexing.catch_up() == 0


def test_a_block_of_the_front_page_follows(spellings, cast):
    right, bare, *_rest = spellings
    arrangement = Arrangement.objects.create(made_by=cast.secretary)
    block = BlockRule.objects.create(arrangement=arrangement, tag=bare)
    Tag.objects.merge([bare], right, cast.editor)
    block.refresh_from_db()
    assert block.tag == right


def test_only_who_may_merge_merges(spellings, cast):
    right, bare, *_rest = spellings
    for person in (cast.reporter, cast.moderator):
        with pytest.raises(Refused):
            Tag.objects.merge([bare], right, person)
    with pytest.raises(Refused, match="không còn"):
        Tag.objects.merge([Tag(pk=10**9)], right, cast.editor)
    with pytest.raises(Refused):
        Tag.objects.merge([right], right, cast.editor)


def test_the_editor_sees_what_is_alike_and_what_a_merge_changes(spellings, cast, login):
    right, bare, *_others = spellings
    client = login(cast.editor)
    assert set(client.get(LIST, {"alike": "yes"}).context["cl"].result_list) == {right, bare}
    ticked = {"action": "merge_chosen", "_selected_action": [right.pk, bare.pk]}
    page = client.post(LIST, ticked, follow=True).content.decode()
    assert 'name="into"' in page
    asked = f"{MERGE}?ids={right.pk},{bare.pk}"
    assert "Hãy chọn từ khóa được giữ lại" in client.get(f"{asked}&other=").content.decode()
    page = client.get(f"{asked}&into={right.pk}").content.decode()
    assert "2 bài" in page
    assert bare.get_absolute_url() in page
    assert Tag.objects.filter(pk=bare.pk).exists()  # nothing was done yet
    page = client.post(f"{asked}&into={right.pk}", follow=True).content.decode()
    assert "2 bài đã chuyển" in page
    assert not Tag.objects.filter(pk=bare.pk).exists()
    assert "chuyen doi so" in LogEntry.objects.get(user=cast.editor).get_change_message()
    again = client.post(f"{asked}&into={right.pk}", follow=True)
    assert again.status_code == 200


def test_another_tag_than_the_chosen_ones_may_stay(spellings, cast, login):
    right, bare, other, *_articles = spellings
    login(cast.editor).post(f"{MERGE}?ids={right.pk},{bare.pk}&other={other.pk}")
    assert set(Tag.objects.values_list("name", flat=True)) == {"Số hóa", "Huế"}


@pytest.mark.parametrize("query", ["", "?ids=x,-1", "?ids=1&into=abc", "?ids=9&other=9999999999999999999"])
def test_nonsense_is_answered_with_a_page(cast, login, query):
    assert login(cast.editor).get(MERGE + query).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_articles_tagged_while_their_tag_is_merged(cast):
    """Whoever comes first: no article ends with a tag that is gone, and the merged name never comes back."""
    right, bare = tags("Chuyển đổi số", "chuyen doi so")
    make_shelf(5, tags=["chuyen doi so"])
    drafts = [make_article(f"Nháp {n}", published=False, by=cast.chief) for n in range(6)]

    def act(number):
        if number == 6:
            return Tag.objects.merge([bare], right, cast.editor)
        draft = drafts[number]
        return draft.revise(
            cast.chief, seen=draft.version, changes={}, tags=["chuyen doi so", f"riêng {number}"]
        )

    at_once(act, 7)
    assert not Tag.objects.filter(key="chuyen doi so").exists()
    for draft in drafts:
        assert "Chuyển đổi số" in names_of(Article.objects.get(pk=draft.pk))
    assert TaggedArticle.objects.filter(tag=right).count() == 11


@pytest.mark.django_db(transaction=True)
def test_two_editors_merge_the_same_tags_at_once(cast):
    right, bare, other = tags("Chuyển đổi số", "chuyen doi so", "Số hóa")
    make_shelf(4, tags=["chuyen doi so", "Số hóa"])

    def act(number):
        try:
            return Tag.objects.merge([bare], (right, other)[number], cast.editor)
        except Refused:
            return None

    assert sorted(map(str, at_once(act, 2))) == ["4", "None"]
    assert not Tag.objects.filter(pk=bare.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_name_that_stays_at_once(spellings, cast, client):
    right, bare, *_others, second, _third = spellings
    pages = (second.get_absolute_url(), right.get_absolute_url())
    assert "chuyen doi so" in client.get(pages[0]).content.decode()
    assert "Chợ không tiền mặt" not in client.get(pages[1]).content.decode()
    Tag.objects.merge([bare], right, cast.editor)
    assert "chuyen doi so" not in client.get(pages[0]).content.decode()
    assert "Chợ không tiền mặt" in client.get(pages[1]).content.decode()
