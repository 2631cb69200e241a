"""Two real browsers on one article, and a browser that dies while somebody types."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.conftest import fresh_page
from tests.factory import make_article, make_section

DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def article(cast):
    make_section("Kinh tế")
    return make_article("Giữ hoà bình", published=False, by=cast.reporter, body="<p>lợi ích</p>")


def open_form(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".cke_wysiwyg_div").wait_for()


def test_the_second_save_is_refused_and_both_texts_are_there(browser, live_server, cast, article, sign_in):
    with (
        fresh_page(browser, live_server.url, **DESK) as first,
        fresh_page(browser, live_server.url, **DESK) as second,
    ):
        for page in (first, second):
            sign_in(page, "reporter")
            open_form(page, article)
        first.fill("[name=title]", "Giữ gìn hoà bình")
        first.locator("[name=_continue]").click()
        first.locator(".messagelist .success").wait_for()
        second.fill("[name=title]", "Giữ hòa bình")
        second.fill("[name=lead]", "Sapo của cửa sổ thứ hai.")
        second.locator("[name=_continue]").click()
        stale = second.locator(".stale")
        expect(stale).to_contain_text("Giữ gìn hoà bình")
        expect(second.locator("[name=title]")).to_have_value("Giữ hòa bình")
        second.locator("[data-take=id_title]").click()
        expect(second.locator("[name=title]")).to_have_value("Giữ gìn hoà bình")
        second.locator("[name=_continue]").click()
        second.locator(".messagelist .success").wait_for()
    saved = Article.objects.get(pk=article.pk)
    assert (saved.title, saved.lead) == ("Giữ gìn hoà bình", "Sapo của cửa sổ thứ hai.")


def test_a_browser_that_dies_gives_the_text_back(browser, live_server, cast, article, sign_in):
    with fresh_page(browser, live_server.url, **DESK) as page:
        sign_in(page, "reporter")
        open_form(page, article)
        page.fill("[name=lead]", "Sapo chưa kịp lưu.")
        with page.expect_response(lambda answer: "/autosave/" in answer.url):
            page.locator(".cke_wysiwyg_div").click()
            page.keyboard.press("Control+End")
            page.keyboard.type(" nghễu nghện")
        page.wait_for_timeout(4000)  # one more beat takes what was typed during the first
        page.context.close()  # no question asked, nothing saved
    assert Article.objects.get(pk=article.pk).version == 1
    with fresh_page(browser, live_server.url, **DESK) as page:
        sign_in(page, "reporter")
        open_form(page, article)
        page.locator(".offered a").first.click()
        page.locator(".cke_wysiwyg_div").wait_for()
        expect(page.locator("[name=lead]")).to_have_value("Sapo chưa kịp lưu.")
        expect(page.locator(".cke_wysiwyg_div")).to_contain_text("lợi ích nghễu nghện")
        page.locator("[name=_continue]").click()
        page.locator(".messagelist .success").wait_for()
        assert page.locator(".offered").count() == 0
    assert "nghễu nghện" in Article.objects.get(pk=article.pk).body
