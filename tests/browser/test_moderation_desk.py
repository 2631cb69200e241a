"""Moderators at work in a real browser: the keyboard alone, and two of them on one queue."""

import time
from contextlib import suppress

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, expect

from comments import moderation
from comments.models import Comment, CommentAct
from tests.browser.conftest import fresh_page
from tests.comments.stage import make_comment
from tests.factory import make_article

DESK = {"viewport": {"width": 1280, "height": 900}}
expect.set_options(timeout=15_000)  # the whole suite may run beside this one
RUDE = "Toàn đồ chó, bài {} chẳng ra gì"
FINE = "Ý kiến số {}: mong tỉnh sớm làm đường gom."


@pytest.fixture(autouse=True)
def no_limits(monkeypatch):
    monkeypatch.setattr(moderation, "LIMIT_PER_ARTICLE", 10_000)


def enter(page, person, server) -> None:
    """Sign in without the form, which has stories of its own."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])


def fill(count: int) -> None:
    article = make_article()
    for number in range(count):
        text = (RUDE if number % 5 == 0 else FINE).format(number)
        make_comment(article, text, writer=f"{number:032x}", email=f"ban{number}@vidu.example")


def test_a_moderator_clears_fifty_by_keyboard_alone(page, cast, live_server, capsys):
    fill(50)
    enter(page, cast.moderator, live_server)
    page.goto("/admin/comments/comment/")
    expect(page.locator(".queue-row[aria-current]")).to_have_count(1)
    press = page.keyboard.press
    press("?")
    expect(page.locator("#queue-help")).to_be_visible()
    press("Escape")
    first = page.locator(".queue-row[aria-current]").get_attribute("data-id")
    press("j")
    assert page.locator(".queue-row[aria-current]").get_attribute("data-id") != first
    press("k")
    assert page.locator(".queue-row[aria-current]").get_attribute("data-id") == first
    began, expected = time.monotonic(), {}
    for number in range(50):
        row = page.locator(".queue-row[aria-current]")
        comment, text = int(row.get_attribute("data-id")), row.locator(".queue-text").inner_text()
        if "đồ chó" in text:
            press("d")
            press("1")
            expected[comment] = ("rejected", "insult")
        else:
            press("f")
            expected[comment] = ("approved", "")
        if number == 10:  # a slip of the finger, mended
            page.wait_for_timeout(500)
            press("z")
            expect(page.locator(f".queue-row[data-id='{comment}'][aria-current]")).to_be_visible()
            press("f" if "đồ chó" not in text else "d")
            if "đồ chó" in text:
                press("1")
    spent = time.monotonic() - began
    page.wait_for_url("**/comments/comment/")
    expect(page.locator("#content-main")).to_contain_text("Không có gì đang chờ")
    found = {c.pk: (c.state, c.reason) for c in Comment.objects.all()}
    assert found == expected
    acts = CommentAct.objects.filter(act__in=("approve", "reject"))
    assert acts.count() == 51
    assert CommentAct.objects.filter(act="undo").count() == 1
    assert set(acts.values_list("by__username", flat=True)) == {"moderator"}
    with capsys.disabled():
        print(f"\n50 decisions by keyboard in {spent:.1f} s: {spent / 50 * 1000:.0f} ms each")


def test_edit_search_and_stop_by_keyboard(page, cast, live_server):
    comment = make_comment(make_article(), "Ông A ngu quá, cầu đẹp")
    enter(page, cast.moderator, live_server)
    page.goto("/admin/comments/comment/")
    expect(page.locator(".queue-row[aria-current]")).to_have_count(1)
    press = page.keyboard.press
    press("e")
    press("Control+a")
    page.keyboard.type("Cầu đẹp")
    press("Control+Enter")
    expect(page.locator(".queue-text")).to_have_text("Cầu đẹp")
    press("b")
    page.keyboard.type("Quấy rối nhiều lần")
    press("Enter")
    expect(page.locator("[data-more=stop]")).not_to_have_attribute("open", "")
    comment.refresh_from_db()
    assert (comment.text, comment.original) == ("Cầu đẹp", "Ông A ngu quá, cầu đẹp")
    assert set(CommentAct.objects.values_list("act", flat=True)) == {"edit", "stop"}
    press("/")
    page.keyboard.type("cau dep")
    press("Enter")
    page.wait_for_url("**q=cau+dep**")
    expect(page.locator(".queue-row")).to_have_count(1)


def test_two_moderators_share_a_queue_of_two_hundred(browser, live_server, cast):
    fill(200)
    with (
        fresh_page(browser, live_server.url, **DESK) as one,
        fresh_page(browser, live_server.url, **DESK) as two,
    ):
        enter(one, cast.moderator, live_server)
        enter(two, cast.chief, live_server)
        for desk in (one, two):
            desk.goto("/admin/comments/comment/")
        while Comment.objects.held().exists():
            for desk in (one, two):
                approve_one(desk)
        for desk in (one, two):
            desk.wait_for_load_state("networkidle")
    assert not Comment.objects.held().exists()
    acts = CommentAct.objects.filter(act="approve")
    assert acts.count() == 200 == acts.values("comment").distinct().count()
    by = acts.values_list("by__username", flat=True)
    assert set(by) == {"moderator", "chief"}


def approve_one(desk) -> None:
    """Press the key once; where the screen is empty, look for more."""
    if desk.locator(".queue-row:visible").count():
        desk.keyboard.press("f")
        return
    desk.wait_for_timeout(200)
    if not desk.locator(".queue-row:visible").count():
        with suppress(Error):  # the desk is loading itself anew already
            desk.goto("/admin/comments/comment/")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_desk_is_clean_and_fits(browser, live_server, cast, width):
    from axe_playwright_python.sync_playwright import Axe

    fill(6)
    with fresh_page(browser, live_server.url, viewport={"width": width, "height": 800}) as page:
        enter(page, cast.moderator, live_server)
        for address in (
            "/admin/comments/comment/",
            f"/admin/comments/comment/{Comment.objects.first().pk}/change/",
        ):
            page.goto(address)
            results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
            assert results.violations_count == 0, results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
