"""Every page of the newsroom, from the URL resolver, before axe: all named, all readable, light and dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import second_factor
from accounts.models import Deputyship, User
from articles.models import Article, OldAddress
from comments.models import CommentPolicy, HouseRules, StoppedWriter, WordEntry
from portal.models import DeadAddress, PlainFile
from ratings.floods import Flood
from ratings.models import Rating
from tests.browser.conftest import fresh_page
from tests.portal.test_rights import MODELS, OF_THE_ARTICLE, address_of, addresses
from tests.test_no_english import paper  # noqa: F401  (a fixture)

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ROLES = ("reporter", "editor", "secretary", "chief", "moderator")
NO_PAGES = {"logout", "newsletter_edition_preview"}  # the second is a letter, as mail programs get it
# everything in light; what depends on the theme once more in dark
# a frame is a page of its own, and has its turn
EVERYTHING = {"resultTypes": ["violations"], "iframes": False}
COLOURS = {
    "iframes": False,
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "link-in-text-block"],
}


def fill_in(name: str, count: int, article: Article) -> list | None:
    """What to put into the address; None where there is no row to name."""
    if name == "app_list":
        return ["articles"]
    if name in OF_THE_ARTICLE or (name.startswith("articles_article_") and count):
        return [article.pk, *[article.version] * (count - 1)]
    model = next((prefix for prefix in MODELS if name.startswith(f"{prefix}_")), None)
    if not count:
        return []
    row = MODELS[model][0]._default_manager.order_by("pk").first() if model else None
    return [row.pk] * count if row else None


def pages(person, article) -> Iterator[str]:
    """The addresses below /admin/ that answer this person with a page."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for name, count in addresses():
        filled = fill_in(name, count, article)
        if filled is None or name in NO_PAGES:
            continue
        url = address_of(name, filled)
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield url


def enter(page, person, server) -> None:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])


class Inspector:
    """Opens pages and remembers what axe found on them."""

    def __init__(self, page):
        self.page, self.faults, self.seen = page, {}, 0
        page.add_init_script(AXE_SCRIPT)

    def look(self, url: str) -> None:
        self.page.goto(url)
        self.seen += 1
        self.run(url, EVERYTHING)
        self.page.emulate_media(color_scheme="dark")
        self.run(f"{url} (dark)", COLOURS)
        self.page.emulate_media(color_scheme="light")

    def run(self, at: str, options: dict) -> None:
        if self.page.locator("[data-editor]").count():  # it takes the place of a plain textarea
            self.page.locator(".cke_editable[role]").first.wait_for()
        own = list(self.page.errors)  # axe tries inline styles, which our policy refuses and Chromium logs
        self.page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
        found = self.page.evaluate("options => axe.run(options)", options)
        self.page.errors[:] = own
        for violation in found["violations"]:
            for node in violation["nodes"]:
                fault = f"{violation['id']}: {' '.join(node['target'])}  {node['html'][:160]}"
                self.faults.setdefault(fault, at)

    def verdict(self) -> None:
        assert not self.faults, "\n" + "\n".join(
            f"{at}: {fault}" for fault, at in sorted(self.faults.items())
        )


@pytest.fixture
def everything(paper, cast):  # noqa: F811
    """One row of every model, the reporter's phone, and a line in the log."""
    boss = User.objects.get(username="quan-tri")
    group = cast.editor.groups.get()
    Deputyship.objects.create(person=cast.reporter2, role=group, ends="2030-01-01")
    second_factor.new_device(cast.editor)
    LogEntry.objects.create(user=boss, object_repr="Báo Thanh Vân", action_flag=CHANGE, change_message="Thử")
    OldAddress.objects.create(path="/cu/", target="/kinh-te/")
    DeadAddress.objects.create(path="/hong/")
    PlainFile.objects.create(name="ads.txt", text="x")
    WordEntry.objects.create(term="đồ chó", key="đồ chó")
    HouseRules.objects.create(text="Viết có dấu.")
    CommentPolicy.objects.get_or_create(section=None)
    StoppedWriter.objects.create(writer="e" * 32, name="Ông Năm", by=boss)
    AccessAttempt.objects.create(username="reporter", ip_address="192.0.2.7", failures_since_start=3)
    Rating.objects.cast(paper.live, "f" * 32, 4)
    now = timezone.now()
    Flood.objects.create(article=paper.live, network="a" * 32, began_at=now, last_at=now)
    return paper


def test_what_the_superuser_meets(browser, live_server, everything):
    boss = User.objects.get(username="quan-tri")
    with fresh_page(browser, live_server.url, viewport=DESK) as page:
        enter(page, boss, live_server)
        inspector = Inspector(page)
        for url in pages(boss, everything.live):
            inspector.look(url)
            # and with everything missing; a picture is added by choosing its file, with no such button
            if url.endswith("/add/") and url != reverse("admin:images_image_add"):
                with page.expect_navigation():
                    page.locator("[name=_save]").first.click()
                inspector.run(f"{url} (empty)", EVERYTHING)
        page.errors.clear()
        assert inspector.seen > 70
        inspector.verdict()


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_meets(browser, live_server, everything, cast, role):
    """What differs from the superuser's pages: their start, their lists, forms they may only read."""
    person, stage = getattr(cast, role), everything
    with fresh_page(browser, live_server.url, viewport=DESK) as page:
        enter(page, person, live_server)
        inspector = Inspector(page)
        urls = ["/admin/", "/admin/articles/article/", *read_only(person)]
        for article in (
            stage.draft,
            stage.sent,
            stage.back,
            stage.later,
            stage.live,
            stage.edited,
            stage.gone,
        ):
            urls.append(reverse("admin:articles_article_change", args=[article.pk]))
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for url in urls:
            if client.get(url).status_code == 200:
                inspector.look(url)
        assert inspector.seen > 1
        inspector.verdict()


def read_only(person) -> Iterator[str]:
    """One row of each model that the person may look at and not change."""
    for prefix, (model, _changes) in MODELS.items():
        app, name = prefix.split("_", 1)
        if person.has_perm(f"{app}.view_{name}") and not person.has_perm(f"{app}.change_{name}"):
            row = model._default_manager.first()
            if row:
                yield reverse(f"admin:{prefix}_change", args=[row.pk])


def test_the_writers_pages_on_a_phone(browser, live_server, everything, cast):
    """Nothing sticks out to the side at 360 pixels, and axe has nothing to say either."""
    with fresh_page(browser, live_server.url, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        enter(page, cast.reporter, live_server)
        inspector = Inspector(page)
        back = reverse("admin:articles_article_change", args=[everything.back.pk])
        lists = ("/admin/articles/article/", "/admin/images/image/", "/admin/articles/tag/")
        for url in (
            "/admin/",
            "/admin/articles/article/add/",
            back,
            "/admin/account/",
            "/admin/two-factor/",
            *lists,
        ):
            inspector.look(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
        inspector.verdict()
