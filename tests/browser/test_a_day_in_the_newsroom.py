"""A day at the paper with all five roles; the reporter never touches the mouse.

`make screenshots` keeps the pictures of the handbook (docs/newsroom.md) while the day runs.
"""

from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Chain, Revision
from portal.models import Masthead
from tests.browser.album import hang, keep
from tests.browser.conftest import fresh_page
from tests.conftest import PASSWORD
from tests.factory import make_article, make_author, make_section

DESK = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
MOST_TABS = 150

TITLE = "Đò ngang Trà Sa nghỉ chuyến cuối"
LEAD = "Sau bốn mươi năm, con đò nối hai bờ sông Trà Sa nhường chỗ cho cây cầu mới."
FIRST = "Bốn giờ sáng, ông Nguyễn Ngọc Ngữ vẫn ra bến như mọi ngày, dù biết hôm nay là chuyến cuối."
SECOND = "“Bến vắng thì buồn, nhưng lũ trẻ đi học khỏi ướt áo”, ông nói rồi buộc lại dây neo."
REASON = "Thiếu số liệu: mỗi ngày đò chở bao nhiêu lượt khách?"
ADDED = " Mỗi ngày đò chở chừng ba trăm lượt khách, quá nửa là học sinh."
URGENT = "Nước sông Trà Sa vượt báo động 2"


# --- the stage ------------------------------------------------------------------------------------


@pytest.fixture
def paper(cast):
    """A paper with a section, a byline, a picture in the library and the work of other people."""
    Masthead.objects.update_or_create(
        pk=1, defaults={"name": "Báo Thuận Phong", "governing_body": "Tỉnh ủy Thuận Phong"}
    )
    section = make_section("Đời sống")
    Chain.objects.get_or_create(section=section)
    make_author("Thái Sơn")
    hang(
        "lagoon_boats",
        4,
        by=cast.reporter,
        caption="Bến đò Trà Sa lúc rạng sáng",
        alternative_text="Thuyền gỗ đậu sát bờ",
    )
    hang("rice_field", 2, by=cast.reporter2, caption="Đồng lúa Thanh Vân", alternative_text="Ruộng lúa chín")
    for number, title in enumerate(
        ("Chợ nổi Thanh Vân đông khách", "Làng chiếu Trà Sa vào vụ", "Thêm lớp học bơi")
    ):
        make_article(title, section=section, at=timezone.now() - timedelta(hours=3 * number + 2))
    make_article("Quán sách nhỏ bên sông", section=section, published=False, by=cast.reporter)
    urgent = make_article(URGENT, section=make_section("Thời sự"), published=False, by=cast.reporter2)
    return {"section": section, "urgent": urgent}


# --- hands ----------------------------------------------------------------------------------------


def reach(page, selector: str) -> None:
    """Tab until the thing has the focus, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        if page.evaluate("selector => Boolean(document.activeElement?.matches(selector))", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page, selector: str, key: str = "Enter") -> None:
    reach(page, selector)
    page.keyboard.press(key)


def type_into(page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.insert_text(text)


def pick(page, selector: str, typed: str) -> None:
    """Choose in a searching select, typed without marks."""
    press(page, f"{selector} .select2-selection", "Space")
    page.keyboard.type(typed)
    page.locator(".select2-results__option--highlighted:not(.loading-results)").wait_for()
    page.keyboard.press("Enter")


def done(page) -> None:
    page.locator(".messagelist .success").first.wait_for()


def sign_in_by_keyboard(page, username: str) -> None:
    page.goto("/admin/login/")
    type_into(page, "[name=username]", username)
    type_into(page, "[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Việc đang chờ bạn").or_(page.locator(".start")).first.wait_for()


def move(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    done(page)


# --- the day --------------------------------------------------------------------------------------


def test_a_day(browser, live_server, cast, paper, sign_in):
    person = partial(signed_in, browser, live_server, sign_in)
    with fresh_page(browser, live_server.url, **DESK) as page:
        the_reporter_writes(page)
    article = Article.objects.get(title=TITLE)
    with person("editor") as page:
        the_editor_asks(page)
    with fresh_page(browser, live_server.url, **DESK) as page:
        the_reporter_answers(page)
    with person("editor") as page:
        page.get_by_role("link", name=TITLE).first.click()
        move(page, "Chuyển tiếp")
    with person("secretary") as page:
        the_secretary_schedules(page)
    article.refresh_from_db()
    address = article.get_absolute_url()
    with fresh_page(browser, live_server.url, **PHONE) as reader:
        assert reader.goto(address).status == 404
        reader.errors.clear()  # Chromium logs the 404
    Article.objects.filter(pk=article.pk).update(
        published_at=timezone.now() - timedelta(minutes=1)
    )  # an hour later
    call_command("tick")
    with person("chief") as page:
        the_chief_hurries(page)
    with person("secretary") as page:
        the_secretary_corrects(page, article)
    with fresh_page(browser, live_server.url, **PHONE) as reader:
        a_reader_answers(reader, address)
    with person("moderator") as page:
        the_moderator_reads(page)
    with person("chief") as page:
        the_chief_withdraws(page, paper["urgent"])
    with fresh_page(browser, live_server.url, **PHONE) as reader:
        the_reader_comes_back(reader, address, paper["urgent"])


@contextmanager
def signed_in(browser, live_server, sign_in, username):
    with fresh_page(browser, live_server.url, **DESK) as page:
        sign_in(page, username)
        yield page


def the_reporter_writes(page):
    sign_in_by_keyboard(page, "reporter")
    keep(page, "trang-dau")
    press(page, ".start-writing a")
    page.locator(".cke_wysiwyg_div").wait_for()
    type_into(page, "[name=title]", TITLE)
    type_into(page, "[name=lead]", LEAD)
    press(page, ".picture-field [data-choose]")
    page.locator(".picture-dialog li button").first.wait_for()
    type_into(page, ".picture-dialog [data-query]", "ben do")
    expect(page.locator(".picture-dialog li button")).to_have_count(1)
    keep(page, "chon-anh")
    press(page, ".picture-dialog li button")
    expect(page.locator("[name=caption]")).to_have_value("Bến đò Trà Sa lúc rạng sáng")
    reach(page, ".cke_wysiwyg_div")
    page.keyboard.insert_text(FIRST)
    page.keyboard.press("Enter")
    page.keyboard.insert_text(SECOND)
    pick(page, ".field-section", "doi song")
    type_into(page, "[name=tags]", "đò ngang, Trà Sa")
    press(page, "[name=bylines-0-role]", "ArrowDown")
    expect(page.locator("[name=bylines-0-role]")).not_to_have_value("")
    pick(page, "#bylines-0", "thai son")
    keep(page, "viet-bai", height=1500)
    press(page, "[name=_continue]")
    done(page)
    press(page, "button[name=_move][value=submit]")
    done(page)
    expect(page.locator(".state-line")).to_contain_text("Đã gửi")


def the_editor_asks(page):
    expect(page.locator(".start")).to_contain_text(TITLE)
    keep(page, "bien-tap-vien")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Xem trước").click()
    frame = page.frame_locator(".preview-frame")
    expect(frame.locator("h1")).to_have_text(TITLE)
    keep(page, "xem-truoc", height=1100)
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("lý do")  # an empty one is refused
    page.fill("#move-reason", REASON)
    move(page, "Trả lại")


def the_reporter_answers(page):
    sign_in_by_keyboard(page, "reporter")
    expect(page.locator(".queue--notices .reason")).to_have_text(REASON)
    keep(page, "bi-tra-lai")
    press(page, ".queue--notices li a")
    page.locator(".cke_wysiwyg_div").wait_for()
    reach(page, ".cke_wysiwyg_div")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(ADDED)
    press(page, "button[name=_move][value=submit]")
    done(page)
    assert "ba trăm lượt khách" in Article.objects.get(title=TITLE).body


def the_secretary_schedules(page):
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text("giờ Việt Nam (UTC+7)").first).to_be_visible()
    later = timezone.localtime() + timedelta(hours=1)
    page.fill("#move-time", later.strftime("%Y-%m-%dT%H:%M"))
    page.locator(".moves").scroll_into_view_if_needed()
    move(page, "Đăng bài")
    expect(page.locator(".state-line")).to_contain_text("Đã hẹn giờ")
    keep(page, "hen-gio", height=420)


def the_chief_hurries(page):
    page.goto("/admin/articles/article/?q=bao+dong")
    page.get_by_role("link", name=URGENT).click()
    page.get_by_role("button", name="Đăng khẩn cấp").click()
    expect(page.locator(".messagelist")).to_contain_text("lý do")
    page.fill("#move-reason", "Dân cần biết ngay để sơ tán")
    move(page, "Đăng khẩn cấp")
    page.goto("/admin/articles/revision/?act=emergency")
    expect(page.locator("#result_list")).to_contain_text("Dân cần biết ngay để sơ tán")


def the_secretary_corrects(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Đăng cải chính").click()
    page.fill("[name=wrong]", "Bài viết con đò đã chạy bốn mươi năm.")
    page.fill("[name=right]", "Con đò đã chạy ba mươi tám năm.")
    page.fill("[name=note]", "Tòa soạn xin lỗi bạn đọc.")
    page.locator("[name=_save]").click()
    done(page)


def a_reader_answers(reader, address):
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Con đò đã chạy ba mươi tám năm.")
    keep(reader, "ban-doc-thay", height=740)
    reader.locator("#y-kien").scroll_into_view_if_needed()
    reader.locator(".comment-form").wait_for()
    reader.fill(".comment-form [name=text]", "Hồi nhỏ tôi qua đò này đi học, nhớ quá!")
    reader.fill(".comment-form [name=name]", "Lê Thị Thảo")
    reader.fill(".comment-form [name=email]", "thao@thu.example")
    reader.check(".comment-form [name=consent]")
    reader.wait_for_timeout(3200)  # a form sent faster than people type is asked again
    with reader.expect_response(lambda answer: "/y-kien/" in answer.url and answer.request.method == "POST"):
        reader.locator(".comment-form button[type=submit]").click()


def the_moderator_reads(page):
    page.goto("/admin/comments/comment/")
    expect(page.locator(".queue-row")).to_contain_text("nhớ quá!")
    keep(page, "kiem-duyet")
    page.locator(".queue-row button[value=approve]").first.click()
    page.get_by_text("Không có gì đang chờ").wait_for()


def the_chief_withdraws(page, urgent):
    page.goto(f"/admin/articles/article/{urgent.pk}/change/")
    page.fill("#move-reason", "Nhầm trạm đo")
    move(page, "Gỡ bài")
    page.get_by_role("link", name="Lịch sử").first.click()
    expect(page.locator(".history")).to_contain_text("Nhầm trạm đo")
    keep(page, "lich-su", height=420)


def the_reader_comes_back(reader, address, urgent):
    reader.goto(address)
    expect(reader.locator(".thread")).to_contain_text("nhớ quá!")
    reader.goto("/cai-chinh/")
    expect(reader.locator("main")).to_contain_text("Con đò đã chạy ba mươi tám năm.")
    urgent.refresh_from_db()
    assert reader.goto(urgent.get_absolute_url()).status == 410
    reader.errors.clear()  # Chromium logs the 410
    acts = Revision.objects.filter(article__title=TITLE).order_by("version").values_list("act", flat=True)
    told = [act for act in acts if act not in ("start", "revise", "create")]
    assert told == ["submit", "send_back", "submit", "pass_on", "approve", "publish"]
