"""A reader on a phone saves an article for the bus; what the paper takes down leaves the phone."""

import pytest
from playwright.sync_api import expect

from readership import counting
from readership.models import Reads
from tests.browser.conftest import fresh_page
from tests.factory import make_article, make_picture

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def article(cast):
    return make_article("Đầm Trà Sa vào mùa", lead_picture_id=make_picture().pk, caption="Thuyền về bến")


def save(page, article):
    page.goto(article.get_absolute_url())
    button = page.get_by_role("button", name="Lưu").or_(page.locator("[data-act=save]")).first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_function(
        "async path => Boolean(await (await caches.open('saved-articles-1')).match(path))",
        arg=article.get_absolute_url(),
    )


def test_a_saved_article_is_read_without_a_connection(phone, article):
    save(phone, article)
    phone.goto("/da-luu/")
    phone.context.set_offline(True)
    phone.locator("[data-saved] a").click()
    expect(phone.locator("h1.story__title")).to_have_text("Đầm Trà Sa vào mùa")
    phone.goto("/kinh-te/")
    expect(phone.locator("a[href='/da-luu/']")).to_be_visible()
    phone.locator("a[href='/da-luu/']").click()
    expect(phone.locator("[data-saved] a")).to_have_text("Đầm Trà Sa vào mùa")
    phone.errors.clear()  # a browser logs every file it could not fetch


def test_a_withdrawn_article_leaves_the_device(phone, article, cast):
    save(phone, article)
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    phone.goto(article.get_absolute_url())
    expect(phone.locator("h1").last).not_to_have_text("Đầm Trà Sa vào mùa")
    phone.goto("/da-luu/")
    expect(phone.locator("[data-empty]")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(article.get_absolute_url())
    expect(phone.get_by_text("Đầm Trà Sa vào mùa")).to_have_count(0)
    phone.errors.clear()


def test_an_old_copy_is_not_shown_unasked(phone, article):
    save(phone, article)
    phone.evaluate(
        """async path => {
          const cache = await caches.open('saved-articles-1');
          const copy = await cache.match(path);
          const headers = { 'Content-Type': 'text/html', 'X-Checked': String(Date.now() - 25 * 3600e3) };
          await cache.put(path, new Response(await copy.blob(), { headers }));
        }""",
        article.get_absolute_url(),
    )
    phone.context.set_offline(True)
    phone.goto(article.get_absolute_url())
    expect(phone.get_by_text("Đầm Trà Sa vào mùa")).to_have_count(0)
    phone.errors.clear()


def test_who_stays_is_counted_and_finds_the_most_read_below(browser, live_server, article, monkeypatch):
    monkeypatch.setattr(counting.waiting, "_reads", [])
    with fresh_page(browser, live_server.url, user_agent=PHONE) as page:
        page.clock.install()
        page.goto(article.get_absolute_url())
        with page.expect_response("**/luot-doc/**") as counted:
            page.clock.fast_forward(9_000)
        assert counted.value.status == 204
        assert "cookie" not in counted.value.request.headers
        counting.waiting.write()
        assert Reads.objects.get().views == 1
        page.locator("#most-read").scroll_into_view_if_needed()
        expect(page.locator(".most-read .ranks a")).to_have_text("Đầm Trà Sa vào mùa")
