"""Very many send at once: nginx says so, and what a reader has typed is still there."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.models import Masthead
from tests.browser.conftest import fresh_page
from tests.deploy.test_nginx import NGINX, Front
from tests.factory import make_article

PHONE = {"viewport": {"width": 360, "height": 740}, "ignore_https_errors": True}
WORDS = "Cầu mới đẹp quá, xin cảm ơn anh em công nhân."


@pytest.fixture
def storm(tmp_path, settings, live_server):
    """nginx before the portal, and a network whose forms are used up for half a minute."""
    port = int(live_server.url.rpartition(":")[2])
    folders = Path(settings.PAGE_STORE), Path(settings.MEDIA_ROOT)
    (tmp_path / "staticfiles").symlink_to(settings.STATIC_ROOT)
    front = Front(tmp_path, *folders, port, ("rate=2r/s", "rate=2r/m"))
    settings.SITE_URL = f"https://127.0.0.1:{front.port}"
    while front.ask("/danh-gia/0/", "POST", body="x").status != 429:
        pass
    yield settings.SITE_URL
    front.stop()


@pytest.mark.skipif(not NGINX, reason="nginx is not installed (Debian: apt install nginx)")
@pytest.mark.parametrize("script", [False, True])
def test_what_was_typed_stays(browser, storm, script):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    address = f"/y-kien/{make_article().pk}/"
    with fresh_page(browser, storm, java_script_enabled=script, **PHONE) as page:
        page.goto(address)
        page.fill("[name=text]", WORDS)
        page.fill("[name=name]", "Hòa")
        page.check("[name=consent]")
        page.click(".comment-form button[type=submit]")
        expect(page.locator("body")).to_contain_text("chờ nửa phút rồi gửi lại")
        if not script:
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            page.go_back()
        expect(page.locator("[name=text]")).to_have_value(WORDS)
        expect(page.locator("[name=name]")).to_have_value("Hòa")
        expect(page.locator("[name=consent]")).to_be_checked()
        assert all("429" in error for error in page.errors)
        page.errors.clear()
