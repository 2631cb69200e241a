"""Word lists and the other reasons: what they see through, what they leave alone, and how they sort."""

import json
import unicodedata
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from comments import lexicon
from comments.jobs import rescore_waiting
from comments.models import Comment, WordEntry
from comments.moderation import Circumstances, screen
from comments.words import Effect, Entry, Lexicon
from tests.comments.stage import make_comment, page
from tests.factory import make_article

QUEUE = "/admin/comments/comment/"
SHIPPED = Lexicon(tuple(lexicon.shipped()[0].values()), lexicon.shipped()[1])


def lists(*terms, effect=Effect.TOP, exact=True, unless=(), chat=None) -> Lexicon:
    return Lexicon([Entry(term, effect, exact, unless) for term in terms], chat or {})


def terms(words: Lexicon, text: str) -> list[str]:
    return [hit.entry.term for hit in words.find(text)]


@pytest.mark.parametrize(
    "text",
    ["chữ quốc ngữ", "Chữ Quốc Ngữ ra đời ở đây.", "ngủ", "Tôi đi ngủ", "Nguyễn Ngọc Ngữ", "ngụ ngôn",
     "nguồn",
     "toi di ngu day", unicodedata.normalize("NFD", "chữ quốc ngữ"), "đỡ cho mẹ", "đổ chỗ khác"],
)  # fmt: skip
def test_innocent_syllables_are_left_alone(text):
    assert terms(lists("ngu", "đồ chó"), text) == []
    assert terms(lists("ngu", "đồ chó", exact=False), text) == [] or text == "toi di ngu day"


@pytest.mark.parametrize(
    "text",
    ["Đồ  chó", "đ.ồ c.h.ó", unicodedata.normalize("NFD", "Đồ chó"), "đ ồ c h ó", "đ-ồ-c-h-ó", "đồ ch.ó!",
     "Mày là đồ\nchó.", "ĐỒ CHÓ", "đồ chóóó", "đồ chóooo", "đ.ồ.c.h.ó", "đồ_chó", "đồ c h ó", "đ\u200bồ chó",
     "Sao lại đ.ồ c.h.ó thế?"],
)  # fmt: skip
def test_disguised_words_are_seen_through(text):
    assert terms(lists("đồ chó"), text) == ["đồ chó"]


def test_unmarked_writing_is_read_where_the_entry_allows_it():
    folded = lists("đồ chó", exact=False)
    assert terms(folded, "may la do cho ghe gom") == ["đồ chó"]
    assert terms(folded, "Lý do cho việc đó là gì?") == []
    assert terms(lists("đồ chó"), "may la do cho ghe gom") == []


def test_teencode_and_digits_are_read():
    assert terms(lists("không có não"), "ko có não") == []
    assert terms(lists("không có não", chat={"ko": "không"}), "Ko có não") == ["không có não"]
    assert terms(lists("ngu"), "đúng là ng0 ng4 ngu") == ["ngu"]
    assert terms(lists("cho tao"), "ch0 t40") == ["cho tao"]


def test_phrases_take_the_harm_out_of_a_word():
    words = lists("óc chó", unless=("hạt óc chó",))
    assert terms(words, "Ăn hạt óc chó rất tốt") == []
    assert terms(words, "Hạt óc chó ngon, còn mày là đồ óc chó") == ["óc chó"]


def test_hits_say_where_they_are():
    text = "Thật là đ.ồ c.h.ó!"
    (hit,) = lists("đồ chó").find(text)
    assert text[hit.start : hit.end] == "đ.ồ c.h.ó"


@given(st.text(alphabet="aáàbcdđeêghiínoôơuư .,-_*!\u0301\u200b0134\n", max_size=60))
def test_any_text_is_read_and_hits_lie_inside_it(text):
    for hit in SHIPPED.find(text):
        assert 0 <= hit.start < hit.end


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Bài viết hay, cảm ơn toà soạn.", []),
        ("Mong tỉnh sớm làm đường 12/12/2018, tổng vốn 1.234.567 đồng.", []),
        ("Xem ở http://vidu.example nhé", ["links"]),
        ("Vào shop.com mua ngay", ["links"]),
        ("Hay quáaaaaaaaa", ["repeats"]),
        ("mua " * 12, ["repeats"]),
        ("Gọi 0905 123 456 gặp Lan", ["personal_data"]),
        ("Gửi về lan.nguyen@vidu.example nhé", ["personal_data"]),
        ("Ý " + "kiến dài hơn bình thường, nói nhiều điều khác nhau. " * 40, ["long"]),
        ("Đ.ồ n.g.u, tao giết mày", ["second", "top", "harsh"]),
    ],
)
def test_reasons_warn_in_their_order_and_never_decide(text, flags):
    verdict = screen(text, SHIPPED)
    assert verdict.hold
    assert verdict.flags == flags


def test_circumstances_are_reasons_too():
    text = "Một đoạn văn khá dài. " * 12
    assert screen(text, SHIPPED, Circumstances(form_age=4.0)).flags == ["fast"]
    assert screen(text, SHIPPED, Circumstances(form_age=60)).flags == []
    assert screen("Hay", SHIPPED, Circumstances(from_network=3)).flags == ["flood"]
    assert screen("Hay", SHIPPED, Circumstances(disposable_mail=True)).flags == ["disposable"]
    assert screen("Hay", SHIPPED, Circumstances(rejected=2, approved=1)).flags == ["rejected_before"]
    assert screen("Hay", SHIPPED, Circumstances(approved=4)).flags == ["approved_before"]


def test_harsh_stands_above_kind():
    harsh, plain, kind = (
        screen(text, SHIPPED).risk
        for text in (
            "Bọn này quá tàn ác, phải tử hình!!",
            "Cầu này dài bao nhiêu?",
            "Cảm ơn tòa soạn, bài rất hay",
        )
    )
    assert harsh > plain > kind


def test_shipped_lists_have_their_exceptions():
    for text in ("Ăn hạt óc chó tốt cho tim", "Khám miễn phí cho trẻ bại não", "Ngu Công dời núi", "quá ngủ"):
        assert not screen(text, SHIPPED).hits, text
    assert len(lexicon.shipped()[0]) > 500


@pytest.mark.django_db
def test_same_words_from_another_reader_are_flagged(cast, login):
    article, other = make_article(), make_article("Bài hai")
    make_comment(article, "Nhà mới sơn màu xanh nhìn từ xa")
    copy = make_comment(
        other, "nhà  mới SƠN màu xanh, nhìn từ: xa!", email="khac@vidu.example", writer="b" * 32
    )
    assert copy.flags == ["seen_before"]
    assert "trùng lời với ý kiến đã gửi" in page(login(cast.moderator).get(QUEUE))


@pytest.mark.django_db
def test_the_writers_history_and_a_throwaway_address_are_told(cast):
    article = make_article()
    make_comment(article, "Một").reject(cast.moderator, "spam")
    comment = make_comment(article, "Hai", email="x@Mailinator.com")
    assert comment.flags == ["disposable", "rejected_before"]


@pytest.mark.django_db
def test_a_change_of_the_lists_screens_the_waiting_ones_anew(cast, login, django_capture_on_commit_callbacks):
    article = make_article()
    waiting = make_comment(article, "Đồ bún thiu")
    decided = make_comment(article, "Bún thiu mà cũng khen", approved_by=cast.moderator)
    old = decided.screened_with
    desk = login(cast.moderator)
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(
            "/admin/comments/wordentry/add/",
            {"term": "Bún  thiu", "effect": "top", "exact": "on", "points": "0"},
        )
    assert response.status_code == 302
    waiting.refresh_from_db()
    decided.refresh_from_db()
    assert (waiting.flags, waiting.words) == (["top"], ["Bún thiu"])
    assert waiting.risk >= 80
    assert (decided.words, decided.screened_with) == ([], old)
    assert rescore_waiting() == 0
    WordEntry.objects.all().delete()
    assert rescore_waiting() == 1
    assert Comment.objects.get(pk=waiting.pk).flags == []


@pytest.mark.django_db
def test_own_entries_replace_shipped_ones(cast, login):
    article = make_article()
    assert make_comment(article, "Đồ chó").words == ["đồ chó"]
    WordEntry.objects.create(term="đồ chó", effect="off")
    WordEntry.objects.create(term="chóa", effect="chat", stands_for="chó")
    WordEntry.objects.create(term="chó con", effect="highlight")
    assert make_comment(article, "Đồ chó mực").words == []
    assert make_comment(article, "Chóa con").words == ["chó con"]
    html = page(login(cast.moderator).get("/admin/comments/wordentry/shipped/"))
    assert "hạt óc chó" in html
    assert "đã thay bằng mục của báo" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"term": "..."}, "ít nhất một chữ cái"),
        ({"term": "wá", "effect": "chat"}, "từ mà nó thay cho"),
        ({"term": "abc", "points": "99"}, "từ -10 đến 10"),
        ({"term": "có RỒI"}, "đã có trong danh sách"),
    ],
)
def test_an_entry_nobody_can_mean_is_asked_again(cast, login, typed, sentence):
    WordEntry.objects.create(term="có rồi")
    typed = {"effect": "top", "points": "0"} | typed
    assert sentence in page(login(cast.moderator).post("/admin/comments/wordentry/add/", typed))
    assert WordEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "editor", "secretary"])
def test_nobody_else_sees_the_lists(cast, login, role):
    desk = login(getattr(cast, role))
    assert desk.get("/admin/comments/wordentry/").status_code == 403
    assert desk.get("/admin/comments/wordentry/shipped/").status_code == 403


def test_the_lists_are_measured_by_one_command(tmp_path):
    rows = [
        ("Đồ chó", "toxic"),
        ("Bọn này quá ác", "toxic"),
        *[(f"Cầu số {n} rất đẹp", "clean") for n in range(7)],
    ]
    comments, headlines = tmp_path / "c.jsonl", tmp_path / "h.jsonl"
    comments.write_text("\n".join(json.dumps({"text": text, "label": label}) for text, label in rows))
    headlines.write_text(json.dumps({"title": "Thông xe cầu Thanh Vân"}))
    out = StringIO()
    call_command("measure_screening", comments, headlines=headlines, stdout=out)
    assert "clean ones flagged by the lists: 0.00%" in out.getvalue()
    assert "by the lists alone: 62.5%" in out.getvalue()
    assert "by the full order: 100.0%" in out.getvalue()
    assert "of 1 headlines flagged by the lists: 0.00%" in out.getvalue()
