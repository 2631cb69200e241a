"""What readers do with comments, on a phone without script; and every page of it clean for everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Correspondent, Like, Report
from comments.threads import PAGE_SIZE
from portal.models import Masthead
from ratings.models import Rating
from tests.browser.conftest import fresh_page
from tests.comments.stage import make_comment
from tests.factory import make_article

expect.set_options(timeout=15_000)  # the whole suite may run beside this one


@pytest.fixture
def talk(cast):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    article = make_article()
    first = make_comment(article, "Cầu đẹp quá, xin cảm ơn.", name="Hòa", approved_by=cast.moderator)
    make_comment(article, "Tôi thấy hơi hẹp.", name="Bình", answers=first, approved_by=cast.moderator)
    for number in range(4):
        Rating.objects.cast(article, f"{number:032x}", number + 2)
    return article, first


def fits(page, width: int = 360) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reader_without_script_answers_likes_mends_and_reports(no_script, cast, talk):
    article, first = talk
    page = no_script
    page.goto(article.get_absolute_url())
    page.locator(f"#y-kien-{first.pk} .comment-button").first.click()
    expect(page.locator("main")).to_contain_text("Bạn thích ý kiến này")
    assert Like.objects.count() == 1
    assert fits(page)
    page.get_by_role("link", name="Trở lại ý kiến").click()
    expect(page.locator(f"#y-kien-{first.pk}")).to_be_visible()
    page.locator(f"#y-kien-{first.pk} a[href*=tra-loi]").first.click()
    expect(page.locator(".comment-form")).to_contain_text("Trả lời Hòa")
    page.fill("[name=text]", "Tôi cũng nghĩ dậy.")
    page.fill("[name=name]", "Ông Ngữ")
    page.fill("[name=email]", "ngu@vidu.example")
    page.check("[name=consent]")
    page.wait_for_timeout(3200)  # a form sent faster than people type is asked again
    page.locator(".comment-form button[type=submit]").click()
    expect(page.locator(".comment-waiting")).to_contain_text("Tôi cũng nghĩ dậy.")
    page.locator(".comment-waiting .comment-acts a").click()
    page.fill("[name=text]", "Tôi cũng nghĩ vậy.")
    page.locator(".comment-form button[type=submit]").click()
    expect(page.locator(".comment-waiting")).to_contain_text("Tôi cũng nghĩ vậy.")
    comment = Comment.objects.latest("pk")
    assert (comment.text, comment.answers, comment.state) == ("Tôi cũng nghĩ vậy.", first, "held")
    page.goto(f"/y-kien/{article.pk}/tat-ca/")
    page.get_by_role("link", name="Được thích nhất").click()
    assert fits(page)
    page.locator("a[href$='/bao-cao/']").first.click()
    page.locator("label.comment-reason").first.click()
    page.locator(".comment-form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Cảm ơn bạn!")
    assert Report.objects.count() == 1


def test_with_script_a_like_changes_in_its_place(phone, talk):
    article, first = talk
    phone.goto(article.get_absolute_url())
    box = phone.locator(f"#thich-{first.pk}")
    box.locator("button").click()
    expect(box).to_contain_text("Đã thích")
    expect(box).to_contain_text("1")
    assert phone.url.endswith(".html")
    box.locator("button").click()
    expect(box).not_to_contain_text("Đã thích")
    assert Like.objects.count() == 0


def test_in_a_rush_the_browser_computes_while_the_reader_writes(phone, talk, settings):
    settings.COMMENT_WORK, settings.COMMENT_WORK_BITS = "ALWAYS", 12
    phone.goto(f"/y-kien/{talk[0].pk}/")
    expect(phone.locator(".comment-form")).to_contain_text("trình duyệt của bạn tính vài giây")
    typed = {"text": "Mong có thêm xe buýt.", "name": "Ông Ngữ", "email": "ngu@vidu.example"}
    for field, words in typed.items():
        phone.fill(f"[name={field}]", words)
    phone.check("[name=consent]")
    phone.wait_for_timeout(3200)  # a form sent faster than people type is asked again
    phone.locator(".comment-form button[type=submit]").click()
    expect(phone.locator(".comment-waiting")).to_contain_text("Mong có thêm xe buýt.")
    comment = Comment.objects.latest("pk")
    assert (len(comment.proof), comment.flags) == (32, [])


PHONE = {"viewport": {"width": 360, "height": 740}}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("machine", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_the_talk_is_clean_and_fits(browser, live_server, talk, settings, machine):
    article, first = talk
    settings.COMMENT_WORK = "ALWAYS"  # the form with everything that may stand in it
    fill_two_pages(article)
    door, stop = (Correspondent.objects.of(first.email).token(purpose) for purpose in ("door", "stop"))
    base = f"/y-kien/{article.pk}/"
    with fresh_page(browser, live_server.url, **machine) as page:
        page.request.post(f"/danh-gia/{article.pk}/", form={"stars": "4"})
        page.request.post(f"{base}{first.pk}/thich/", form={})
        own = make_comment(article, "Ý còn chờ.", email="cho@vidu.example", writer=Like.objects.get().reader)
        for address in (
            "/",
            article.get_absolute_url(),
            f"/danh-gia/{article.pk}/",
            "/danh-gia/cua-toi/",
            base,
            f"{base}?tra-loi={first.pk}",
            f"{base}{own.pk}/sua/",
            f"{base}tat-ca/?trang=2",
            f"{base}thich-nhat/",
            f"{base}{first.pk}/",
            f"{base}{first.pk}/thich/",
            f"{base}{first.pk}/bao-cao/",
            "/y-kien/noi-quy/",
            "/y-kien/cua-toi/",
            f"/y-kien/cua-toi/{door}/",
            f"/y-kien/thu/{stop}/dung/",
        ):
            assert page.goto(address).status == 200, address
            results = Axe().run(page)
            assert results.violations_count == 0, f"{address}\n{results.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= machine["viewport"]["width"], (
                address
            )


def fill_two_pages(article) -> None:
    for number in range(PAGE_SIZE):
        make_comment(article, f"Ý kiến số {number}.", email=f"ban{number}@vidu.example")
    waiting = Comment.objects.held()
    waiting.update(state="approved", decided_at=timezone.now())
