"""The whole story: from a journalist's keyboard to a reader's star, with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment
from ratings.models import RatingTotal
from tests.browser.conftest import fresh_page
from tests.factory import make_article, make_author, make_section, picture_file

TITLE = "Đầm Trà Sa vào mùa cá lòng"
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def paper(cast):
    """A paper with a section, two authors and an article that readers know."""
    section = make_section("Kinh tế")
    make_author("Thái Sơn")
    make_article("Ngư dân Trà Sa sắm thêm thuyền", section=section, tags=["đầm Trà Sa"])
    return section


def choose(page, row, text):
    """Pick from one of the admin's searching selects by keyboard, typed without marks."""
    page.locator(f"{row} .select2-selection").click()
    page.locator(".select2-search__field").press_sequentially(text)
    page.locator(".select2-results__option--highlighted:not(.loading-results)").wait_for()
    page.keyboard.press("Enter")


def press_move(page, code):
    page.locator(f"button[name=_move][value={code}]").click()
    page.locator(".messagelist .success").wait_for()


def write(page, sign_in):
    """The reporter: headline, lead, picture, body in the editor, section, tags, byline; submitted."""
    sign_in(page, "reporter")
    page.get_by_role("link", name="Viết bài mới").click()
    page.fill("[name=title]", TITLE)
    page.fill("[name=source_prefix]", "BTP")
    page.fill("[name=lead]", "Gió nồm về sớm, cá lòng vào đầm dày hơn mọi năm.")
    shot = picture_file("dam-tra-sa.jpg", size=(1000, 700))
    upload = {"name": shot.name, "mimeType": shot.content_type, "buffer": shot.read()}
    page.set_input_files(".picture-field input[type=file]", upload)
    expect(page.locator("#id_lead_picture")).not_to_have_value("")
    page.fill("[name=caption]", "Thuyền về bến Trà Sa lúc rạng sáng")
    page.fill("[name=credit]", "Ảnh: Thái Sơn")
    page.fill("[name=alternative_text]", "Những con thuyền nhỏ cập bến")
    page.locator(".cke_wysiwyg_div").click()
    page.keyboard.type("Mới năm giờ sáng, bến đò đã nghễu nghện người gánh, kẻ gồng.")
    page.keyboard.press("Enter")
    page.keyboard.type("“Mười năm mới có một vụ như vầy”, ông Nguyễn Ngọc Ngữ nói.")
    choose(page, ".field-section", "kinh te")
    page.fill("[name=tags]", "đầm Trà Sa, thủy sản")
    for number, work in enumerate(("news", "photo")):
        if number:
            page.locator("#bylines-group .add-row a").click()
        page.select_option(f"[name=bylines-{number}-role]", work)
        choose(page, f"#bylines-{number}", "thai son")
    page.locator("[name=_continue]").click()  # a new article gets its buttons with its first save
    page.locator(".messagelist .success").wait_for()
    press_move(page, "submit")


def test_from_a_journalists_keyboard_to_a_readers_star(browser, live_server, cast, paper, sign_in):
    desk = {"viewport": {"width": 1280, "height": 900}}
    with fresh_page(browser, live_server.url, **desk) as page:
        write(page, sign_in)
    with fresh_page(browser, live_server.url, **desk) as page:
        sign_in(page, "editor")
        page.get_by_role("link", name=TITLE).click()
        page.fill("[name=lead]", "Gió nồm về sớm, cá lòng vào đầm dày gấp đôi mọi năm.")
        press_move(page, "pass_on")
    with fresh_page(browser, live_server.url, **desk) as page:
        sign_in(page, "secretary")
        page.get_by_role("link", name=TITLE).click()
        press_move(page, "publish")
    article = Article.objects.get(title=TITLE)
    assert article.is_public

    with fresh_page(browser, live_server.url, has_touch=True, is_mobile=True, **PHONE) as reader:
        reader.goto("/")
        reader.get_by_role("link", name=TITLE).first.click()
        expect(reader.locator("h1")).to_have_text(TITLE)
        expect(reader.locator("main")).to_contain_text("dày gấp đôi mọi năm")
        expect(reader.locator("main")).to_contain_text("nghễu nghện")
        expect(reader.locator(".byline")).to_have_text("Tin, ảnh: Thái Sơn")
        assert reader.evaluate("document.documentElement.scrollWidth") <= 360
        vote(reader, 4)
        expect(reader.locator("#danh-gia")).to_contain_text("4/5")
        comment(reader, "Bác Ngữ nói đúng quá, quê tôi cũng vậy!")
        expect(reader.locator(".comment-waiting")).to_contain_text("Bác Ngữ nói đúng quá")

    with fresh_page(browser, live_server.url, **PHONE) as other:
        other.goto(article.get_absolute_url())
        assert "Bác Ngữ nói đúng quá" not in other.content()
        vote(other, 2)
        expect(other.locator("#danh-gia")).to_contain_text("3/5")
        vote(other, 2)  # a second vote of the same reader changes nothing
        expect(other.locator("#danh-gia")).to_contain_text("2 lượt")
    total = RatingTotal.objects.get(article=article)
    assert (total.votes, total.stars) == (2, 6)

    with fresh_page(browser, live_server.url, **desk) as page:
        sign_in(page, "moderator")
        page.goto("/admin/comments/comment/")
        page.locator(".queue-row button[value=approve]").first.click()
        page.get_by_text("Không có gì đang chờ").wait_for()
    with fresh_page(browser, live_server.url, **PHONE) as reader:
        reader.goto(article.get_absolute_url())
        expect(reader.locator(".thread")).to_contain_text("Bác Ngữ nói đúng quá, quê tôi cũng vậy!")
        expect(reader.locator("#danh-gia")).to_contain_text("3/5")
        expect(reader.locator(".suggestions")).to_contain_text("Ngư dân Trà Sa sắm thêm thuyền")


def sent_to(answer, path) -> bool:
    return path in answer.url and answer.request.method == "POST"


def vote(reader, stars):
    reader.locator("#danh-gia").scroll_into_view_if_needed()
    reader.locator(f"label[for=sao-{stars}]").click()
    with reader.expect_response(lambda answer: sent_to(answer, "/danh-gia/")):
        reader.locator(".rating-form button:not([name])").click()


def comment(reader, text):
    reader.locator("#y-kien").scroll_into_view_if_needed()
    reader.locator(".comment-form").wait_for()
    reader.fill(".comment-form [name=text]", text)
    reader.fill(".comment-form [name=name]", "Lê Thị Thảo")
    reader.fill(".comment-form [name=email]", "thao@thu.example")
    reader.check(".comment-form [name=consent]")
    reader.wait_for_timeout(3200)  # a form sent faster than people type is asked again
    with reader.expect_response(lambda answer: sent_to(answer, "/y-kien/")):
        reader.locator(".comment-form button[type=submit]").click()


def test_a_reader_without_script_reads_rates_and_comments(no_script, cast, paper):
    article = make_article(TITLE, section=paper, tags=["đầm Trà Sa"], at=timezone.now() - timedelta(hours=1))
    no_script.goto("/")
    no_script.get_by_role("link", name=TITLE).first.click()
    expect(no_script.locator("h1")).to_have_text(TITLE)
    expect(no_script.locator("#danh-gia")).to_contain_text(
        "Hãy trở thành người đầu tiên đánh giá cho bài viết này!"
    )
    no_script.locator("label[for=sao-4]").click()
    no_script.locator(".rating-form button:not([name])").click()
    expect(no_script.locator("#danh-gia")).to_contain_text("4/5")
    no_script.goto(article.get_absolute_url())
    no_script.locator(f"main a[href='/y-kien/{article.pk}/']").first.click()
    no_script.fill("[name=text]", "Không cần script vẫn gửi được.")
    no_script.fill("[name=name]", "Ông Ngữ")
    no_script.fill("[name=email]", "ngu@thu.example")
    no_script.check("[name=consent]")
    no_script.wait_for_timeout(3200)
    no_script.locator(".comment-form button[type=submit]").click()
    expect(no_script.locator("main")).to_contain_text("Không cần script vẫn gửi được.")
    Comment.objects.get().approve(cast.moderator)
    no_script.goto(article.get_absolute_url())
    expect(no_script.locator(".thread")).to_contain_text("Không cần script vẫn gửi được.")
    expect(no_script.locator("#danh-gia")).to_contain_text("4/5")
    no_script.goto("/tim-kiem/")
    no_script.fill("main [name=q]", "mua ca long")
    no_script.locator("main [type=submit]").first.click()
    no_script.get_by_role("link", name=TITLE).first.click()
    expect(no_script.locator("h1")).to_have_text(TITLE)
