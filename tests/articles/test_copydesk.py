"""What the copy desk finds in a text, beside the form and at each move."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.copydesk import words
from articles.copydesk.rules import RULES, findings
from articles.models import Abbreviation, Article, CopyRule
from articles.workflow import Refused
from tests.articles.test_newsroom import change, form
from tests.factory import make_article, make_picture

EMPTY = dict.fromkeys(("title", "source_prefix", "lead", "body", "caption", "credit", "alternative_text"), "")
EMPTY |= {"lead_picture_id": None, "section_id": 1}


def rules_of(**content) -> list[str]:
    return [found.rule for found in findings(EMPTY | content)]


# --- the words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tinh giản biên chế tại các các bộ phận, đầu mối", ["các các"]),
        ("Của của chúng tôi", ["Của của"]),
        ("các, các", []),
        ("các\ncác", []),
        ("luôn luôn, dần dần, xa xa, Đều đều, nhè nhẹ, đu đu", []),
        ("hoà hòa", []),
        ("10 10", []),
    ],
)
def test_doubled_words(text, found):
    assert words.doubled(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoà bình và khoẻ mạnh", None),
        ("hòa bình và khỏe mạnh, quý, quà, giá, toán", None),
        ("hoà bình và khỏe mạnh", ("hoà", "khỏe")),
        ("thuý và thúy", ("thuý", "thúy")),
    ],
)
def test_mixed_tones(text, found):
    assert words.mixed_tones(text) == found


def test_characters_nobody_sees():
    assert words.hidden("Tra\u0300 Sa\u200b") == 2
    assert words.hidden("Trà Sa") == 0
    assert words.eths("ðường") == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND tỉnh họp.", ["UBND"]),
        ("Uỷ ban nhân dân (UBND) tỉnh họp. UBND quyết định.", []),
        ("UBND (ủy ban nhân dân) tỉnh họp.", []),
        ("CUBNDX", []),
    ],
)
def test_abbreviations_are_opened_once(text, found):
    assert words.unopened(text, {"UBND": "uỷ ban nhân dân"}) == found


@given(st.text(max_size=200))
def test_any_text_is_looked_at(text):
    words.doubled(text)
    words.mixed_tones(text)
    words.hidden(text)
    words.unopened(text, {"UBND": "uỷ ban nhân dân"})


# --- the rules -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_rule_finds_its_slip():
    Abbreviation.objects.get_or_create(short="CCHC", defaults={"long": "cải cách hành chính"})
    make_article("Tít đã có trong tuần")
    picture = make_picture()
    closed = make_article("Bài kín", published=False)
    assert "doubled" in rules_of(title="Tại các các bộ phận của tỉnh")
    assert "mixed-tones" in rules_of(body="<p>hoà bình, <b>khỏe</b> mạnh</p>")
    assert "abbreviations" in rules_of(body="<p>Công tác CCHC năm 2019.</p>")
    assert "missing" in rules_of(section_id=None)
    assert rules_of(lead_picture_id=picture.pk).count("missing") == 3
    assert "lengths" in rules_of(title="x" * 111)
    assert "repeated" in rules_of(title="Tít đã có trong tuần")
    link = f'<p><a href="{closed.get_absolute_url()}">xem</a> <a href="https://other.example/x-a1.html">y</a></p>'
    assert rules_of(body=link).count("links") == 1
    assert rules_of(title="Một tít vừa phải cho bài này") == []


@pytest.mark.django_db
def test_the_picture_of_a_recent_article_is_noticed(cast, login):
    """Above the text or in it; not one's own, not one of last month, and not a picture nobody used."""
    picture, unused = make_picture(), make_picture(size=(320, 180))
    said = "Một bài gần đây dùng cùng ảnh."
    other = make_article("Bến đò ngày giáp Tết", lead_picture_id=picture.pk)
    mine = make_article("Chợ nổi họp lại", published=False, by=cast.reporter, lead_picture_id=picture.pk)
    page = login(cast.reporter).get(change(mine)).content.decode()
    assert said in page
    in_the_text = f'<figure><img src="{picture.url()}" alt="Bến đò"></figure>'
    assert "repeated" in rules_of(body=in_the_text)
    assert "repeated" not in rules_of(lead_picture_id=unused.pk)
    Article.objects.filter(pk=mine.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert "repeated" in rules_of(lead_picture_id=picture.pk)
    Article.objects.filter(pk=other.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert "repeated" not in rules_of(lead_picture_id=picture.pk)
    assert said not in login(cast.reporter).get(change(mine)).content.decode()


@pytest.mark.django_db
def test_a_text_like_the_first_page_has_one_doubled_word():
    body = (
        "<p>Theo đó, tỉnh đẩy mạnh sắp xếp bộ máy tại các các bộ phận, đầu mối trực thuộc sở.</p>"
        "<p>Kỷ cương luôn luôn được giữ vững; chất lượng dần dần được nâng lên.</p>"
    )
    assert rules_of(body=body).count("doubled") == 1


@pytest.mark.django_db
def test_the_form_shows_what_was_found_and_reads_along(cast, login):
    article = make_article("Tại các các bộ phận", published=False, by=cast.reporter)
    client = login(cast.reporter)
    assert "các các" in client.get(change(article)).content.decode()
    answer = client.post(reverse("admin:articles_article_check"), form(title="Tít của của tôi"))
    assert "của của" in answer.content.decode()
    assert Article.objects.get().title == "Tại các các bộ phận"
    odd = {"section": "x", "lead_picture": "9" * 40, "article": "y", "body": "<" * 40_000}
    assert client.post(reverse("admin:articles_article_check"), odd).status_code == 200
    assert login(cast.moderator).post(reverse("admin:articles_article_check"), {}).status_code == 403


@pytest.mark.django_db
def test_a_rule_that_blocks_stops_the_move_and_one_that_warns_does_not(cast):
    article = make_article("Tại các các bộ phận", published=False, by=cast.reporter)
    CopyRule.objects.filter(code="doubled").update(action="block")
    with pytest.raises(Refused, match="các các"):
        article.move("submit", cast.reporter, seen=article.version)
    CopyRule.objects.filter(code="doubled").update(action="off")
    article.move("submit", cast.reporter, seen=article.version)
    assert article.review_state == "submitted"


@pytest.mark.django_db
def test_the_chief_turns_the_switches_and_nobody_else(cast, login):
    assert set(CopyRule.objects.values_list("code", flat=True)) == set(RULES)
    rule = CopyRule.objects.get(code="doubled")
    address = reverse("admin:articles_copyrule_change", args=[rule.pk])
    assert login(cast.secretary).post(address, {"action": "off"}).status_code == 403
    login(cast.chief).post(address, {"action": "block"})
    rule.refresh_from_db()
    assert rule.action == "block"
