"""Every page a reader or a person of the newsroom can reach speaks Vietnamese, and every control has a name.

One paper is set on the stage; then every link is followed as a reader, as each role and as the superuser.
Numbers of rows start above a thousand, so an address with a grouped number ("1.234") would be seen as well.
"""

import re
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import django
import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext
from django_otp.oath import TOTP

from accounts import second_factor
from accounts.models import User
from articles.models import Chain, PreviewLink
from corrections.models import Correction
from portal import outage, views
from portal.models import Arrangement, Masthead
from tests.comments.stage import FRAGMENT, make_comment, open_form
from tests.conftest import PASSWORD
from tests.factory import (
    make_article,
    make_author,
    make_picture,
    make_section,
    make_shelf,
    make_topic,
    publish,
)
from tests.pages_read import Page, read, read_feed

BACKEND = "django.contrib.auth.backends.ModelBackend"
# English words that are no Vietnamese syllables
ENGLISH = re.compile(
    r"\b(?:the|and|please|this|these|that|your|you|with|select|enter|cannot|could|should|would|will|was|were|are|is"
    r"|not|for|from|has|have|been|which|when|where|of|by|or|if|its|their|required|invalid|error|change|changed|delete"
    r"|deleted|added|save|saved|choose|all|any|none|login|logout|password|username|administration"
    r"|article|articles|comment|comments|user|users|group|groups|permission|object|objects|page|pages|ago|days|hours"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday)\b",
    re.IGNORECASE,
)
# addresses, names of files and of things that have no other name
NO_WORDS = re.compile(
    r"https?://\S+|\S+@\S+|\S+\.(?:vn|example|html|txt|jpg|py|js|css)\b|(?<!\S)/\S*|Ctrl\+Enter"
)
GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])")
SKIPPED = re.compile(
    r"^/(?:static|media|luot-doc|admin/logout|admin/jsi18n)|\.(?:xml|rss|jpg|webp|avif|txt)$"
)
FIRST_ROW = 1234567


def english_texts() -> set[str]:
    """Every English text of Django, its apps and ours whose Vietnamese is something else."""
    files = [file for folder in settings.LOCALE_PATHS for file in folder.glob("vi/LC_MESSAGES/*.po")]
    for part in ("conf", "contrib/admin", "contrib/auth"):
        files.append(Path(django.__file__).parent / part / "locale/en/LC_MESSAGES/django.po")
    with translation.override("vi"):
        known = {(entry.msgctxt, entry.msgid) for file in files for entry in polib.pofile(file)}
        known = {text for context, text in known if len(text) > 2 and in_vietnamese(context, text) != text}
    # Django calls the icon of a box that cannot be changed "True" in every language
    return (known | untranslated_labels()) - {"True", "False"}


def untranslated_labels() -> set[str]:
    """What Django calls a field nobody named: "created_at" becomes "Created at"."""
    fields = {field.name for model in admin.site._registry for field in model._meta.get_fields()}
    return {name.replace("_", " ").capitalize() for name in fields} - {"Email", "Video", "Id"}


def in_vietnamese(context, text) -> str:
    return pgettext(context, text) if context else gettext(text)


@pytest.fixture
def paper(cast):
    """A paper with one of everything a page can show."""
    for table in ("articles_article", "comments_comment", "images_image", "ratings_flood", "accounts_user"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, FIRST_ROW])
    User.objects.create_superuser("quan-tri", "quan-tri@bao.example", PASSWORD, full_name="Quản Trị")
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thanh Vân", "licence_number": "12/GP"})
    return Stage(cast)


class Stage:
    """Articles in every state, comments, votes, corrections, an arrangement."""

    def __init__(self, cast):
        self.cast = cast
        parent = make_section("Kinh tế")
        child = make_section("Nông nghiệp", parent=parent)
        make_section("Văn hóa")
        topic, author = make_topic("Bão số 8"), make_author("Thái Sơn")
        picture = make_picture(
            size=(320, 240), caption="Cầu mới", credit="Thái Sơn", alternative_text="Cây cầu"
        )
        live = dict(
            section=child,
            tags=["cầu đường", "giao thông"],
            topics=[topic],
            bylines=[(author, "news"), (author, "photo")],
        )
        other = make_article("Đường gom thông xe", **live)
        self.live = make_article(
            "Cầu Thanh Vân thông xe",
            picks=[(other, "")],
            lead_picture_id=picture.pk,
            by=cast.reporter,
            published=False,
            **live,
        )
        for move, by in (("submit", cast.reporter), ("pass_on", cast.editor)):
            self.live.move(move, by, seen=self.live.version)
        self.live.move(
            "publish", cast.secretary, seen=self.live.version, at=timezone.now() - timedelta(minutes=5)
        )
        make_shelf(25, tags=["giao thông"])
        self.edited = make_article("Chợ nổi họp lại", section=parent)
        self.edited.revise(cast.secretary, seen=self.edited.version, changes={"title": "Chợ nổi đông khách"})
        self.gone = make_article("Tin đã gỡ", section=parent)
        self.gone.move("withdraw", cast.chief, seen=self.gone.version, reason="Sai số liệu")
        self.waiting()
        self.voices()
        with_words = dict(wrong="Cầu dài 500 m.", right="Cầu dài 550 m.", note="Tòa soạn xin lỗi.")
        Correction.objects.issue(self.live, cast.chief, **with_words)
        self.arrangement = Arrangement.objects.create(note="Số sáng", made_by=cast.secretary)

    def waiting(self):
        cast, section = self.cast, make_section("Kinh tế")
        self.draft = make_article("Bản nháp", section=section, published=False, by=cast.reporter)
        self.sent = make_article("Bài đã gửi", section=section, published=False, by=cast.reporter)
        self.sent.move("submit", cast.reporter, seen=self.sent.version)
        self.back = make_article("Bài bị trả lại", section=section, published=False, by=cast.reporter)
        self.back.move("submit", cast.reporter, seen=self.back.version)
        self.back.move("send_back", cast.editor, seen=self.back.version, reason="Thiếu nguồn tin")
        self.later = make_article("Bài hẹn giờ", section=section, published=False)
        publish(self.later, self.later.created_by, at=timezone.now() + timedelta(hours=3))
        Chain.objects.get_or_create(section=section, defaults={"chief": True})
        _link, self.token = PreviewLink.objects.make(self.draft, cast.secretary, "Ông Tư")

    def voices(self):
        self.printed = make_comment(self.live, approved_by=self.cast.moderator, writer="b" * 32)
        make_comment(self.live, "Cho hỏi khi nào xong đường gom?", writer="c" * 32, email="tu@vidu.example")


class Walk:
    """Follows every link of one kind once and remembers what was wrong where."""

    def __init__(self, client: Client, english: set[str]):
        self.client, self.english = client, english
        self.seen: set[tuple] = set()
        self.faults: dict[str, str] = {}
        self.pages: dict[str, Page] = {}

    def go(self, *starts: str, within: str = "/"):
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if not self.is_new(address):
                continue
            page = self.look(address)
            if page:
                here = (urljoin(address, link) for link in page.links)
                waiting += [link for link in here if link.startswith(within) and not link.startswith("//")]
        return self

    def is_new(self, address: str) -> bool:
        kind = kind_of(address)
        if kind in self.seen or len(kind[1]) > 1 or SKIPPED.search(urlsplit(address).path):
            return False
        self.seen.add(kind)
        return True

    def look(self, address: str, response=None, status=None) -> Page | None:
        """Read one page; a server error or a text in English is a fault."""
        response = response or self.client.get(address, follow=True)
        if response.status_code >= 500 and status != response.status_code:
            self.faults[f"{address}: {response.status_code}"] = ""
        if status:
            assert response.status_code == status, (address, response.status_code)
        if not response.headers["Content-Type"].startswith("text/html"):
            return None
        page = self.pages[address] = read(response.content.decode())
        self.check(address, page)
        return page

    def check(self, address: str, page: Page):
        self.check_texts(address, page.texts)
        for control in page.unnamed():
            self.faults.setdefault(f"no name: {control}", address)
        for value in page.values:
            if GROUPED.search(value):
                self.faults.setdefault(f"a grouped number where a machine reads: {value!r}", address)

    def check_texts(self, address: str, texts):
        for text in texts:
            words = " ".join(text.split())
            if words.rstrip(":") in self.english or ENGLISH.search(NO_WORDS.sub("", words)):
                self.faults.setdefault(f"English: {words[:200]!r}", address)

    def verdict(self):
        assert not self.faults, "\n" + "\n".join(
            f"{fault}  at {at}" for fault, at in sorted(self.faults.items())
        )


def kind_of(address: str) -> tuple:
    """Two addresses of one kind differ in numbers, slugs and values only."""
    parts = urlsplit(address)
    path = re.sub(r"/[a-z0-9-]+-a\d+\.html$", "/bai.html", parts.path)
    path = re.sub(r"^/(tu-khoa|su-kien|tac-gia)/[^/]+", r"/\1/ten", path)
    asked = set(parse_qs(parts.query, keep_blank_values=True)) - {"_changelist_filters", "o"}
    return re.sub(r"\d+", "0", path), tuple(sorted(asked))


@pytest.fixture(scope="module")
def english():
    return english_texts()


def walk_as(person, english) -> Walk:
    client = Client()
    if person:
        client.force_login(person, backend=BACKEND)
    return Walk(client, english)


def test_what_readers_meet(paper, english):
    walk = walk_as(None, english)
    walk.go("/", paper.live.get_absolute_url(), "/kinh-te/", "/doc-nhieu/", "/cai-chinh/")
    for query in ("?q=c%E1%BA%A7u", "?q=khongcogi", "?q=", f"?q={'cau+' * 200}", "?q=cau&thoi-gian=24h"):
        walk.look(f"/tim-kiem/{query}")
    walk.look(f"/xem-truoc/{paper.token}/")
    voice, vote, post = f"/y-kien/{paper.live.pk}/", f"/danh-gia/{paper.live.pk}/", walk.client.post
    wrong = open_form(walk.client, paper.live, name="", email="x", text="", consent="")
    walk.look("a comment with mistakes", post(voice, wrong))
    walk.look("a comment", post(voice, open_form(walk.client, paper.live), headers=FRAGMENT))
    walk.look("nine stars", post(vote, {"stars": "9"}))
    walk.look("four stars", post(vote, {"stars": "4"}, headers=FRAGMENT))
    walk.look(voice)
    walk.look(vote)
    walk.look("/danh-gia/999/", status=404)
    assert paper.live.get_absolute_url() in walk.pages
    assert len(walk.pages) > 20
    walk.verdict()


def test_when_something_is_wrong(paper, english, rf):
    walk = walk_as(None, english)
    walk.look("/khong-co/", status=404)
    walk.look(paper.gone.get_absolute_url(), status=410)
    walk.look("/tim-kiem/?q=%00", status=400)
    walk.look("403", Client(enforce_csrf_checks=True).post("/admin/login/", {}), status=403)
    walk.look("500", views.server_error(rf.get("/")), status=500)
    walk.look("503", outage.unavailable(OperationalError("away")), status=503)
    walk.verdict()


def test_feeds(paper, english):
    walk = walk_as(None, english)
    for address in ("/rss/", "/rss/kinh-te.rss"):
        texts = read_feed(walk.client.get(address).content.decode())
        assert len(texts) > 5
        walk.check_texts(address, texts)
    walk.verdict()


def test_at_the_newsrooms_door(cast, english):
    """Signing in wrongly, until the door is locked; signing out; a new password."""
    walk = walk_as(None, english)
    walk.look("/admin/login/")
    for guess in range(6):
        answer = walk.client.post("/admin/login/", {"username": "reporter", "password": f"sai-{guess}"})
        walk.look(f"guess {guess}", answer)
    assert answer.status_code == 429 or answer.status_code == 403
    walk.client.force_login(cast.reporter, backend=BACKEND)
    walk.look("/admin/password_change/")
    walk.look(
        "refused",
        walk.client.post(
            "/admin/password_change/",
            {"old_password": "x", "new_password1": "1234567", "new_password2": "12345678"},
        ),
    )
    walk.look(
        "short",
        walk.client.post(
            "/admin/password_change/",
            {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"},
        ),
    )
    walk.look("/admin/password_change/done/")
    walk.look("/admin/account/")
    walk.look("/admin/two-factor/")
    device = second_factor.new_device(cast.reporter)
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    walk.look("a wrong code", walk.client.post("/admin/two-factor/", {"code": "1"}))
    device.throttle_reset()
    codes = walk.client.post("/admin/two-factor/", {"code": f"{totp.token():06d}"})
    walk.look("recovery codes", codes)
    assert second_factor.device_of(cast.reporter)
    walk.look("/admin/two-factor/")
    walk.look("out", walk.client.post("/admin/logout/"))
    walk.client.post("/admin/login/", {"username": "reporter", "password": PASSWORD})
    walk.look("/admin/second-step/")
    walk.look("a wrong code again", walk.client.post("/admin/second-step/", {"code": "1"}))
    walk.look("too fast", walk.client.post("/admin/second-step/", {"code": "2"}))
    walk.verdict()


def test_what_each_role_meets(paper, cast, english):
    for role in ("reporter", "editor", "secretary", "chief", "moderator"):
        walk = walk_as(getattr(cast, role), english)
        walk.go("/admin/", within="/admin/")
        assert len(walk.pages) > 3, role
        walk.verdict()


def test_what_the_superuser_meets(paper, english):
    """Lists with filters and a search without result; forms sent with nothing and with nonsense in them."""
    walk = walk_as(User.objects.get(username="quan-tri"), english)
    walk.go("/admin/", within="/admin/")
    assert len(walk.pages) > 60
    request = walk.client.get("/admin/").wsgi_request
    for model, changes in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listing = reverse(f"{name}_changelist")
        walk.look(f"{listing}?q=khongcogi")
        if row := model._default_manager.first():
            walk.go(
                *(reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")),
                within="/admin/",
            )
        if changes.has_add_permission(request):
            for typed in ("", "~~~"):
                answer = walk.client.post(
                    reverse(f"{name}_add"), filled(walk.pages[reverse(f"{name}_add")], typed)
                )
                walk.look(f"{listing}add/ with {typed!r}", answer)
    walk.verdict()


def filled(page: Page, typed: str) -> dict:
    """The form as a browser sends it, with the same text in every field that takes text."""
    sent = dict(page.hidden)
    for control in page.controls:
        of = control.attributes
        if of.get("name") and of.get("type", "text") not in ("checkbox", "radio", "file", "submit"):
            sent[of["name"]] = "" if control.tag == "select" else typed
    return sent
