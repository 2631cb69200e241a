"""A real Chromium on a live server with the collected static files; an error in its console is a failure."""

import os
import shutil
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WAIT = 15_000  # milliseconds; a loaded machine is slow, a broken page is slower
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the tests' own thread


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid or "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(autouse=True, scope="session")
def collected_static(tmp_path_factory, plain_static_files):
    """Only what `collectstatic` takes is served: what it leaves out is missed here, not in production."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield settings.STATIC_ROOT


@pytest.fixture(scope="session")
def browser():
    """Chromium for the whole session."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: install Debian's chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def fresh_page(browser, base_url, **options):
    """A page of a new visitor. Errors it logs fail the test unless it empties `page.errors`."""
    context = browser.new_context(
        base_url=base_url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
    )
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.errors = []
    page.on("console", lambda message: is_error(message) and page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    try:
        yield page
        assert not page.errors, page.errors
    finally:
        context.close()


def is_error(message) -> bool:
    """An error of the page itself: Chromium asks every site for a /favicon.ico, whatever the page says."""
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")


@pytest.fixture
def page(browser, live_server):
    """A desk: 1280 x 900."""
    with fresh_page(browser, live_server.url, viewport={"width": 1280, "height": 900}) as page:
        yield page


@pytest.fixture
def phone(browser, live_server):
    """A phone: 360 x 740, touch."""
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with fresh_page(browser, live_server.url, device_scale_factor=2, **options) as page:
        yield page


@pytest.fixture
def no_script(browser, live_server):
    """A phone without script."""
    options = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
    with fresh_page(browser, live_server.url, **options) as page:
        yield page


@pytest.fixture
def sign_in():
    """sign_in(page, "reporter") signs this person of the cast in through the newsroom's form."""
    from tests.conftest import PASSWORD

    def through_the_form(page, username):
        page.goto("/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url)

    return through_the_form
