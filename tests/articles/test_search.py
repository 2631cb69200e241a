"""A reader looks for an article the way people type, and finds what may be read, best first."""

import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Abbreviation, Article, SearchEntry
from articles.search import all_with, for_desk, search
from articles.searching.completion import complete
from articles.searching.marking import mark
from articles.searching.queries import LONGEST, parse
from articles.searching.spelling import slips
from articles.searching.vectors import recount
from tests.factory import edit_live, make_article, make_author, make_section
from vietnamese.text import fold

pytestmark = pytest.mark.django_db

REFORM = "Huế đẩy mạnh cải cách hành chính"
PEACE = "Giữ gìn hòa bình nơi biên giới"


def titles(query: str, **where) -> list[str]:
    return [article.title for article in search(query, **where).items]


# --- finding it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "cải cách hành chính",
        "cai cach hanh chinh",
        "CẢI CÁCH HÀNH CHÍNH",
        "cải cach hành chinh",
        unicodedata.normalize("NFD", "cải cách hành chính"),
        "  cải\u200b cách,  hành-chính? ",
        '"cải cách hành chính"',
    ],
)
def test_the_headline_is_found_however_it_is_typed(typed):
    make_article(REFORM)
    make_article("Cầu Thanh Vân thông xe")
    assert titles(typed) == [REFORM]


@pytest.mark.parametrize("typed", ["hoà bình", "hòa bình", "hoa binh", "HOÀ BÌNH"])
def test_both_places_of_the_tone_mark_are_one_word(typed):
    make_article(PEACE)
    assert titles(typed) == [PEACE]


@pytest.mark.parametrize("typed", ["đền", "ðền", "Đền", "den"])
def test_look_alikes_of_d_with_stroke_are_read_as_it(typed):
    make_article("Lễ hội đền Thượng")
    assert titles(typed) == ["Lễ hội đền Thượng"]


def test_the_exact_marks_come_first_only_when_marks_were_typed():
    make_article("Mùa má chín", at=timezone.now() - timedelta(days=2))
    make_article("Mùa mạ chín", at=timezone.now() - timedelta(days=1))
    assert titles("má")[0] == "Mùa má chín"
    assert titles("mạ")[0] == "Mùa mạ chín"
    assert titles("ma")[0] == "Mùa mạ chín", "the newer one: nothing else tells them apart"


def test_a_word_of_the_body_a_tag_or_an_author_finds_the_article_too():
    make_article("Bản tin sáng", body="<p>Giá <b>cà&nbsp;phê</b> lên.</p>")
    make_article("Bản tin trưa", tags=["chợ nổi"])
    make_article("Bản tin chiều", bylines=[(make_author("Thái Sơn"), "text")])
    assert titles("ca phe") == ["Bản tin sáng"]
    assert titles("cho noi") == ["Bản tin trưa"]
    assert titles("thai son") == ["Bản tin chiều"]


def test_a_title_with_all_the_words_comes_before_a_newer_body_with_them():
    make_article("Bản tin", body="<p>Chuyện cầu, chuyện mưa và chuyện xe đã thông.</p>")
    make_article("Thông xe cầu Thanh Vân", at=timezone.now() - timedelta(days=400))
    assert titles("thông xe cầu")[0] == "Thông xe cầu Thanh Vân"


def test_neighbouring_words_count_more_than_scattered_ones():
    make_article("Chính quyền hành động để cải thiện cách làm")
    make_article("Bước tiến của cải cách hành chính", at=timezone.now() - timedelta(days=9))
    assert titles("cai cach hanh chinh")[0] == "Bước tiến của cải cách hành chính"


@pytest.mark.parametrize("typed", ["cai cch hanh chinh", "cải cáhc hành chính", "cai cachs hanh chinh"])
def test_a_slip_of_the_finger_still_finds_it_and_says_so(typed):
    make_article(REFORM)
    make_article("Hành trình về đất mẹ")
    recount()
    found = search(typed)
    assert found.items[0].title == REFORM
    assert found.did_you_mean == "cải cách hành chính"
    assert "cải cách hành chính" in found.message
    assert "<mark>cải cách hành chính</mark>" in found.items[0].marked_title


def test_the_word_meant_is_read_in_the_title_before_the_lead():
    make_article("Giá vàng hôm nay tăng", lead="Thị trường vắng khách, giá đi vào ổn định.")
    make_article("Chuyện đường phố", lead="Người đi vào, người đi ra.")
    recount()
    assert search("giá vàg hôm nay").did_you_mean == "giá vàng hôm nay"


def test_one_word_too_many_still_finds_it():
    make_article(REFORM)
    assert titles("cải cách hành chính xyzzy") == [REFORM]


# --- what the reader asks for in words ------------------------------------------------------------


def test_quotes_ask_for_the_phrase_and_minus_leaves_out():
    make_article("Dịch vụ một cửa ở Phú Lộc")
    make_article("Một ngôi nhà nhiều cửa")
    assert titles('"một cửa"') == ["Dịch vụ một cửa ở Phú Lộc"]
    assert titles("“một cửa”") == ["Dịch vụ một cửa ở Phú Lộc"]
    assert titles("một cửa -ngôi") == ["Dịch vụ một cửa ở Phú Lộc"]
    assert titles('cửa -"một cửa"') == ["Một ngôi nhà nhiều cửa"]


def test_filters_can_be_typed_with_or_without_marks():
    culture = make_section("Văn hóa")
    make_article("Mùa lúa ở Phú Lộc", at=timezone.now().replace(year=2021))
    make_article(
        "Mùa lúa trong thơ", section=culture, tags=["thơ ca"], bylines=[(make_author("Hạ An"), "text")]
    )
    assert titles("mùa lúa mục:văn-hóa") == ["Mùa lúa trong thơ"]
    assert titles('mua lua tag:"thơ ca"') == ["Mùa lúa trong thơ"]
    assert titles("mua lua tac-gia:ha-an") == ["Mùa lúa trong thơ"]
    assert titles("mùa lúa năm:2021") == ["Mùa lúa ở Phú Lộc"]
    assert titles("mùa lúa đến:31/12/2021") == ["Mùa lúa ở Phú Lộc"]
    assert titles("mùa lúa từ:2022-01") == ["Mùa lúa trong thơ"]
    assert titles("tag:tho-ca") == ["Mùa lúa trong thơ"]


@pytest.mark.parametrize(
    "typed",
    [
        "lúa tác giả: Hạ An",
        "tác giả: Hạ An lúa",
        "tac gia:ha an lua",
        "tác giả: Hạ An, lúa",
        'lúa tác giả:"Hạ An"',
        "chuyên mục: Văn hóa lúa",
        "lúa Chuyên Mục: văn hoá, ",
        "thẻ: thơ ca lúa",
        "lúa từ khóa:thơ ca",
        "lúa từ: 1/2020 mục: van hoa",
    ],
)
def test_filters_can_be_typed_as_people_write_them(typed):
    make_article("Mùa lúa ở Phú Lộc", at=timezone.now().replace(year=2019, day=1), tags=["thơ"])
    make_article(
        "Mùa lúa trong tranh",
        section=make_section("Văn hóa"),
        tags=["thơ ca"],
        bylines=[(make_author("Hạ An"), "text")],
    )
    assert titles(typed) == ["Mùa lúa trong tranh"]


@pytest.mark.parametrize(
    "typed", ["caicach hanhchinh", "cải cáchhành chính", "caicachhanhchinh", "CảiCách hành chính"]
)
def test_words_typed_without_their_spaces_are_parted(typed):
    make_article(REFORM)
    make_article("Hành trình về đất mẹ")
    recount()
    found = search(typed)
    assert [article.title for article in found.items] == [REFORM]
    assert found.did_you_mean == "cải cách hành chính"


def test_a_word_typed_in_two_pieces_is_joined():
    make_article("Viettel mở 5G ở A Lanh", lead="Sóng mới.")
    make_article("Người Việt ở nước ngoài")
    recount()
    found = search("viet tel 5G")
    assert [article.title for article in found.items] == ["Viettel mở 5G ở A Lanh"]
    assert found.did_you_mean == "viettel 5g"


def test_an_abbreviation_and_its_long_form_find_the_same():
    Abbreviation.objects.get_or_create(short="UBND", defaults={"long": "uỷ ban nhân dân"})
    make_article("UBND tỉnh họp thường kỳ")
    make_article("Ủy ban nhân dân thành phố tiếp dân")
    for typed in ("ubnd", "uỷ ban nhân dân", "uy ban nhan dan", "Ủy ban nhân dân"):
        assert len(titles(typed)) == 2, typed
    assert titles("ubnd thanh pho") == ["Ủy ban nhân dân thành phố tiếp dân"]


def test_an_editor_adds_a_short_form_and_it_works_at_once(cast, login):
    make_article("Trạm kiểm lâm Hòn Mây", lead="Vườn quốc gia Hòn Mây mở cửa.")
    assert titles("vqg hon may") != ["Trạm kiểm lâm Hòn Mây"] or not search("vqg").items
    page = login(cast.editor).post(
        "/admin/articles/abbreviation/add/", {"short": "VQG", "long": "vườn quốc gia"}, follow=True
    )
    assert "VQG" in page.content.decode()
    assert titles("vqg hon may") == ["Trạm kiểm lâm Hòn Mây"]
    assert titles("VQG") == ["Trạm kiểm lâm Hòn Mây"]
    Abbreviation.objects.get(short_key="vqg").delete()
    assert titles("vqg") == []


def test_short_forms_that_say_nothing_or_stand_there_already_are_refused_in_words(cast, login):
    Abbreviation.objects.get_or_create(short="UBND", defaults={"long": "uỷ ban nhân dân"})
    for short, long in (("ubnd", "ủy ban"), ("..", "hai chấm"), ("Thơ", "thơ"), ("X", "...")):
        page = login(cast.editor).post("/admin/articles/abbreviation/add/", {"short": short, "long": long})
        assert page.status_code == 200, (short, long)
        assert page.context["adminform"].form.errors
    assert login(cast.reporter).get("/admin/articles/abbreviation/add/").status_code == 403


# --- what the reader asks for with the controls ---------------------------------------------------


def test_section_period_and_order_narrow_and_sort():
    economy, farming = make_section("Kinh tế"), make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    now = timezone.now()
    make_article("Giá lúa hôm nay", section=farming, at=now - timedelta(hours=1))
    make_article("Giá lúa", section=economy, at=now - timedelta(days=10))
    make_article("Giá lúa trong tranh", section=make_section("Văn hóa"), at=now - timedelta(days=2))
    assert set(titles("giá lúa", section=economy)) == {"Giá lúa hôm nay", "Giá lúa"}
    assert titles("giá lúa", section=farming) == ["Giá lúa hôm nay"]
    assert titles("giá lúa", period="24h") == ["Giá lúa hôm nay"]
    assert len(titles("giá lúa", period="7d")) == 2
    assert titles("giá lúa")[0] == "Giá lúa"
    assert titles("giá lúa", order="moi-nhat")[0] == "Giá lúa hôm nay"


def test_the_mix_favours_recent_news_unless_a_time_is_named():
    make_article("Lũ về 2016", at=timezone.now() - timedelta(days=3650))
    make_article("Lũ về 2026", at=timezone.now() - timedelta(days=1))
    assert titles("lũ về") == ["Lũ về 2026", "Lũ về 2016"]
    assert titles("lũ về", order="lien-quan") == titles("lũ về"), "equals: the newer one"
    make_article("Lũ về đêm", lead="Lũ về.", at=timezone.now() - timedelta(days=3650))
    assert titles("lũ về 2016")[0] == "Lũ về 2016"


def test_a_long_list_has_pages(client):
    for number in range(23):
        make_article(f"Mùa gặt thứ {number}")
    page = client.get("/tim-kiem/?q=mua+gat").context["results"]
    assert (len(page.items), page.count, page.count_is_exact, page.has_next) == (20, 23, True, True)
    last = client.get(page.page.next_url).context["results"]
    assert (len(last.items), last.has_next) == (3, False)
    assert client.get("/tim-kiem/?q=mua+gat&trang=0").status_code == 404


# --- what may be read -----------------------------------------------------------------------------


def test_only_what_may_be_read_is_found_and_at_once(cast):
    make_article("Chuyện bản nháp", published=False)
    make_article("Chuyện ngày mai", at=timezone.now() + timedelta(hours=1))
    live = make_article("Chuyện hôm nay")
    assert titles("chuyện") == ["Chuyện hôm nay"]
    live.move("withdraw", cast.secretary, seen=live.version, reason="Sai sự thật")
    assert titles("chuyện") == []
    assert complete("chuyện") == {"tags": [], "articles": []}


def test_a_correction_is_searchable_at_once(cast):
    article = make_article("Cầu Thanh Vân thông xe")
    edit_live(article, cast.chief, title="Cầu Sông Vân thông xe")
    assert titles("cau song van") == ["Cầu Sông Vân thông xe"]
    assert titles("thanh") == []


# --- the newsroom's own search --------------------------------------------------------------------


def test_the_desk_finds_drafts_among_those_it_may_see():
    draft = make_article("Điều tra đất rừng", published=False)
    make_article("Điều tra dân số")
    everything = Article.objects.all()
    assert for_desk(everything, "dieu tra dat rung").first() == draft
    assert all_with(everything, "dieu tra rung").get() == draft
    assert draft not in for_desk(everything.exclude(pk=draft.pk), "dieu tra rung")
    assert for_desk(everything, " ").count() == 2


def test_the_desks_list_shows_the_exact_marks_first_and_drafts_by_right(cast, login):
    make_article("Mùa mạ chín", at=timezone.now() - timedelta(days=1))
    make_article("Mùa má chín", at=timezone.now() - timedelta(days=90))
    make_article("Mùa má chín muộn", published=False, by=cast.reporter2)

    def listed(person, **asked) -> list[str]:
        page = login(person).get("/admin/articles/article/", asked)
        return [row.title for row in page.context["cl"].result_list]

    assert listed(cast.editor, q="mùa má") == ["Mùa má chín", "Mùa má chín muộn", "Mùa mạ chín"]
    assert listed(cast.editor, q="mua ma chin muon")[0] == "Mùa má chín muộn"
    by_date = ["Mùa má chín muộn", "Mùa mạ chín", "Mùa má chín"]
    assert listed(cast.editor, q="mùa má", o="-5") == by_date, "the column chosen by hand decides"
    assert listed(cast.reporter, q="mùa má") == []
    assert listed(cast.reporter2, q="mua ma") == ["Mùa má chín muộn"]


def test_every_picker_of_articles_finds_the_same(cast, login):
    make_article("Mùa mạ chín")
    make_article("Mùa má chín", at=timezone.now() - timedelta(days=90))
    hidden = make_article("Mùa má chín muộn", published=False, by=cast.reporter2)

    def offered(person, model, field, term) -> list[str]:
        asked = {"app_label": model.split(".")[0], "model_name": model.split(".")[1], "field_name": field}
        answer = login(person).get("/admin/autocomplete/", asked | {"term": term})
        return [row["text"] for row in answer.json()["results"]]

    for person, model, field in (
        (cast.reporter, "articles.pick", "target"),
        (cast.editor, "articles.hold", "other"),
        (cast.editor, "articles.topic", "pinned"),
        (cast.secretary, "corrections.correction", "article"),
        (cast.secretary, "portal.pin", "article"),
    ):
        found = offered(person, model, field, "mùa má chín")
        assert found[0] == "Mùa má chín", (model, found)
        assert found.index("Mùa mạ chín") > 0
        assert (hidden.title in found) == (person != cast.reporter and model != "articles.hold"), model


def test_the_desk_forgives_a_slip_of_the_finger_too():
    make_article(REFORM, published=False)
    make_article(REFORM)
    recount()
    assert for_desk(Article.objects.all(), "cai cch hanh chinh").count() == 2


def test_names_with_the_very_marks_come_first_in_the_pickers(cast, login):
    for name in ("Hội An", "Hội An Nam", "Hoi An", "Phố Hội An"):
        make_author(name)
    page = login(cast.chief).get("/admin/articles/author/", {"q": "hội an"})
    assert [row.name for row in page.context["cl"].result_list] == [
        "Hội An",
        "Hội An Nam",
        "Phố Hội An",
        "Hoi An",
    ]


# --- the page -------------------------------------------------------------------------------------


def test_the_page_marks_words_on_the_printed_text_and_escapes_it(client):
    make_article("Cải cách <script>alert(1)</script> & hành chính")
    page = client.get("/tim-kiem/", {"q": "cai cach hanh <script>"}).content.decode()
    assert "<mark>Cải cách</mark>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        '"',
        "'",
        ":",
        "!&|():*<->",
        "\\",
        "a" * 5000,
        "từ " * 400,
        "tag:",
        "năm:9999",
        "từ:31/2/2020",
        "🙂",
        "%_",
    ],
)
def test_any_input_gets_a_page(client, typed):
    make_article(REFORM)
    assert client.get("/tim-kiem/", {"q": typed}).status_code == 200
    assert client.get("/tim-kiem/goi-y/", {"q": typed}).status_code == 200


def test_empty_and_overlong_queries_are_explained(client):
    assert client.get("/tim-kiem/").context["results"] is None
    assert client.get("/tim-kiem/?q=").context["results"].message
    assert str(LONGEST) in search("cải cách " * 50).message


def test_searching_costs_few_queries(django_assert_max_num_queries):
    for number in range(12):
        make_article(f"Chuyện thứ {number}")
    search("chuyen")
    with django_assert_max_num_queries(5):
        search("chuyện thứ")


# --- while typing ---------------------------------------------------------------------------------


def test_tags_and_titles_are_suggested_while_typing(client):
    make_article(REFORM, tags=["cải cách hành chính"])
    make_article("Cải tạo vườn tạp", published=False, tags=["cải tạo"])
    recount()
    answer = client.get("/tim-kiem/goi-y/?q=cải+c")
    assert answer.json()["tags"] == [{"text": "cải cách hành chính", "url": "/tu-khoa/cai-cach-hanh-chinh/"}]
    assert [found["text"] for found in answer.json()["articles"]] == [REFORM]
    assert client.get("/tim-kiem/goi-y/?q=cai+t").json() == {"tags": [], "articles": []}, (
        "a draft and its tag"
    )
    assert "public" in answer["Cache-Control"]


# --- pure parts -----------------------------------------------------------------------------------

WORDY = st.text(alphabet=st.sampled_from("aăâđeêioơưuyàảãáạ -\"':<>&.,2021ðÐ\u0301\u200b\n"), max_size=60)


@given(st.text(max_size=300) | WORDY)
def test_parsing_takes_anything_and_keeps_its_limits(typed):
    query = parse(typed)
    assert len(query.typed) <= LONGEST
    assert all(word.folded and fold(word.folded) == word.folded for word in query.words)
    assert all(len(words) > 1 for words in query.phrases)


@given(WORDY)
def test_marks_never_change_which_words_are_looked_for(typed):
    plain = parse(typed).folded
    assert parse(unicodedata.normalize("NFD", typed)).folded == plain
    assert parse(typed.upper()).folded == plain


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "b", "mark", "lt", "amp"])))
def test_marking_only_adds_marks(text, words):
    from html import unescape

    shown = str(mark(text, words))
    assert unescape(shown.replace("<mark>", "").replace("</mark>", "")) == text
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


@given(st.text(alphabet="abcdeh", min_size=2, max_size=7), st.data())
def test_a_word_typed_with_a_letter_missing_is_among_the_slips(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    typed = word[:place] + word[place + 1 :]
    assert word in slips(typed) or typed == word


def test_indexing_twice_changes_nothing():
    article = make_article(REFORM)
    before = SearchEntry.objects.values().get(pk=article.pk)
    from articles.search import update_index

    update_index([article.pk, article.pk])
    assert SearchEntry.objects.values().get(pk=article.pk) == before
