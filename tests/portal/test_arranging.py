"""The desk arranges the front page; readers find what it pinned, and rules fill the rest."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from portal.cache import store
from portal.models import Arrangement, BlockRule, Pin
from readership.models import Reads
from tests.factory import make_article, make_person, make_picture, make_section, make_shelf, make_topic

pytestmark = pytest.mark.django_db
LIST = reverse("admin:portal_arrangement_changelist")


def arrange(pins=(), blocks=(), starts_at=None, **fields) -> Arrangement:
    """pins: [(place, article, until or None)]; in force unless a later start is given."""
    made = Arrangement.objects.create(made_by=make_person(), **fields)
    for place, article, until in pins:
        Pin.objects.create(arrangement=made, place=place, article=article, until=until)
    for order, block in enumerate(blocks):
        BlockRule.objects.create(arrangement=made, order=order, **block)
    made.put_in_force(starts_at)
    return made


@pytest.fixture
def soon(django_capture_on_commit_callbacks):
    """Acts within it are announced, as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def front(client) -> dict:
    return client.get("/").context


def top(page) -> list[str]:
    return [article.title for article in [page["lead_story"], *page["secondary"], *page["newest"]]]


def lead_of(client) -> str:
    """The lead story of the page as readers get it, kept or not."""
    return re.search(r'card--lead.*?<a href="[^"]*">([^<]*)', client.get("/").content.decode(), re.DOTALL)[1]


# --- what readers find ----------------------------------------------------------------------------


def test_pins_hold_their_places_and_the_newest_fill_the_others(client):
    shelf = make_shelf(20)
    arrange(pins=[(1, shelf[0], None), (3, shelf[1], None)])
    page = front(client)
    newest = [f"Tin số {n}" for n in range(19, 6, -1)]
    assert top(page) == ["Tin số 0", newest[0], "Tin số 1", *newest[1:]]
    assert len(set(top(page))) == 15


def test_a_pin_ends_by_the_clock_on_a_page_that_was_kept(client):
    shelf = make_shelf(20)
    arrange(pins=[(1, shelf[0], timezone.now() + timedelta(seconds=90))])
    assert top(front(client))[0] == "Tin số 0"
    with time_machine.travel(timezone.now() + timedelta(seconds=100), tick=False):
        assert ">Tin số 0<" not in client.get("/").content.decode().split('id="newest"')[0]


def test_a_withdrawn_or_unpublished_pin_leaves_its_place_to_the_newest(client, cast):
    gone, draft = make_article("Bài sẽ gỡ"), make_article("Bản nháp kín", published=False)
    make_article("Bài mới")
    arrange(pins=[(1, gone, None), (2, draft, None)])
    gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
    assert top(front(client)) == ["Bài mới"]
    assert "Bản nháp kín" not in client.get("/").content.decode()


def test_blocks_are_of_sections_topics_and_tags_and_no_story_stands_twice(client):
    old = timezone.now() - timedelta(days=3)
    storm, culture = make_topic("Bão số 8"), make_section("Văn hóa")
    both = make_article("Bão vào vùng di sản", section=culture, topics=[storm], tags=["Di sản"], at=old)
    storm_only = make_article("Bão tan", topics=[storm], at=old - timedelta(hours=1))
    culture_only = make_article("Hội làng", section=culture, tags=["Di sản"], at=old - timedelta(hours=2))
    make_shelf(15)
    tag = both.tags.get()
    arrange(blocks=[{"topic": storm}, {"section": culture, "size": 1}, {"tag": tag}])
    page = front(client)
    assert [(str(block.section), block.stories) for block in page["blocks"]] == [
        ("Bão số 8", [both, storm_only]),
        ("Văn hóa", [culture_only]),
    ]
    html = client.get("/").content.decode()
    assert html.count(f'href="{both.get_absolute_url()}"') == 1
    assert 'id="block-su-kien-bao-so-8"' in html


def test_a_block_fills_by_its_rule(client):
    old, section = timezone.now() - timedelta(days=2), make_section("Văn hóa")
    unread = make_article("Mới nhất", section=section, at=old)
    read = make_article("Được đọc nhiều", section=section, at=old - timedelta(hours=1))
    pictured = make_article(
        "Có ảnh", section=section, at=old - timedelta(hours=2), lead_picture_id=make_picture().pk
    )
    make_shelf(15)
    Reads.objects.create(article=read, hour=timezone.now() - timedelta(hours=3), views=7)
    lead = {"pins": [(1, make_article("Bài đinh"), None)]}
    for rule, order in {
        "most-read": [read, unread, pictured],
        "pictured": [pictured, unread, read],
        "newest": [unread, read, pictured],
    }.items():
        arrangement = arrange(blocks=[{"section": section, "rule": rule}], **lead)
        page = client.get(f"/admin/portal/arrangement/{arrangement.pk}/preview/")
        assert page.status_code == 302  # strangers see no preview
        store().purge_all()
        assert front(client)["blocks"][0].stories == order, rule


def test_the_breaking_strip_links_what_is_public_and_ends(client):
    article = make_article("Vỡ đê ở Hải Triều")
    arrange(breaking_article=article, breaking_until=timezone.now() + timedelta(minutes=2))
    strip = f'<a href="{article.get_absolute_url()}">Vỡ đê ở Hải Triều</a>'
    assert strip in client.get("/").content.decode().split('class="wrap front"')[0]
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False):
        assert 'class="breaking"' not in client.get("/").content.decode()


def test_the_strip_names_no_draft(client):
    arrange(breaking_article=make_article("Bản nháp kín", published=False))
    assert "Bản nháp kín" not in client.get("/").content.decode()


def test_an_arranged_front_page_costs_no_more(client, django_assert_max_num_queries):
    shelf, storm = make_shelf(40), make_topic()
    sections = [make_section(f"Mục {n}") for n in range(10)]
    blocks = [{"section": section} for section in sections] + [{"topic": storm, "rule": "most-read"}]
    arrange(pins=[(1, shelf[0], None)], blocks=blocks, breaking_article=shelf[2])
    Reads.objects.create(article=shelf[1], hour=timezone.now(), views=3)
    client.get("/doc-nhieu/")  # masthead, menu and footer are read with the first page of a process
    with django_assert_max_num_queries(8):
        client.get("/")


# --- the desk at work -----------------------------------------------------------------------------


def form(pins=(), **fields) -> dict:
    data = {"pins-TOTAL_FORMS": len(pins), "pins-INITIAL_FORMS": 0}
    data |= {"blocks-TOTAL_FORMS": 0, "blocks-INITIAL_FORMS": 0}
    for n, (place, article) in enumerate(pins):
        data |= {f"pins-{n}-place": place, f"pins-{n}-article": article.pk}
    return data | fields


def test_the_secretary_arranges_previews_and_puts_in_force(client, login, cast, soon):
    shelf = make_shelf(6)
    assert top(front(client))[0] == "Tin số 5"
    desk = login(cast.secretary)
    answer = desk.post("/admin/portal/arrangement/add/", form([(1, shelf[2])], note="Ngày bão", _preview="1"))
    draft = Arrangement.objects.get()
    assert (draft.made_by, draft.starts_at) == (cast.secretary, None)
    assert answer["Location"] == f"/admin/portal/arrangement/{draft.pk}/preview/"
    preview = desk.get(answer["Location"])
    assert top(preview.context)[0] == "Tin số 2"
    assert "Ngày bão" in preview.content.decode()
    assert preview["Cache-Control"] == "no-store"
    assert lead_of(client) == "Tin số 5"  # readers see nothing of it
    pin = draft.pins.get()
    rows = {"pins-0-id": pin.pk, "pins-INITIAL_FORMS": 1, "pins-0-arrangement": draft.pk}
    with soon():
        desk.post(f"/admin/portal/arrangement/{draft.pk}/change/", form([(1, shelf[3])], _now="1") | rows)
    assert top(front(client))[0] == "Tin số 3"


def test_a_scheduled_front_page_begins_by_itself(client):
    shelf = make_shelf(6)
    arrange(pins=[(1, shelf[0], None)], starts_at=timezone.now() - timedelta(hours=1))
    arrange(pins=[(1, shelf[1], None)], starts_at=timezone.now() + timedelta(seconds=60))
    assert lead_of(client) == lead_of(client) == "Tin số 0"
    Arrangement.objects.filter(starts_at__gt=timezone.now()).update(
        starts_at=timezone.now() - timedelta(seconds=1)
    )  # the database's clock decides
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert lead_of(client) == "Tin số 1"


def test_undo_brings_an_earlier_front_page_back(client, login, cast, soon):
    shelf = make_shelf(6)
    first = arrange(pins=[(1, shelf[0], None), (2, shelf[4], timezone.now() + timedelta(days=1))])
    with soon():
        arrange(pins=[(1, shelf[1], None)])
    assert top(front(client))[0] == "Tin số 1"
    with soon():
        login(cast.secretary).post(f"/admin/portal/arrangement/{first.pk}/again/")
    assert top(front(client))[:2] == ["Tin số 0", "Tin số 4"]
    assert Arrangement.objects.count() == 3


def test_what_readers_have_seen_is_changed_in_a_copy_only(client, login, cast):
    shelf = make_shelf(3)
    seen = arrange(pins=[(1, shelf[0], None), (2, shelf[1], timezone.now() - timedelta(hours=1))])
    desk = login(cast.secretary)
    page = desk.get(f"/admin/portal/arrangement/{seen.pk}/change/").content.decode()
    assert f"/admin/portal/arrangement/{seen.pk}/copy/" in page
    assert desk.post(f"/admin/portal/arrangement/{seen.pk}/change/", form()).status_code == 403
    desk.post(f"/admin/portal/arrangement/{seen.pk}/copy/")
    copy = Arrangement.objects.exclude(pk=seen.pk).get()
    assert [(pin.place, pin.article_id) for pin in copy.pins.all()] == [(1, shelf[0].pk)]  # not what is over
    assert copy.starts_at is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"starts_at_0": "01/01/2020", "starts_at_1": "08:00"},
            "Choose a time to come, or leave it empty and press “Put in force now”.",
        ),
        (
            {"blocks-TOTAL_FORMS": 1, "blocks-0-rule": "newest", "blocks-0-size": 3, "blocks-0-order": 1},
            "Choose one for this block: a section, a topic or a tag.",
        ),
        (
            {"blocks-TOTAL_FORMS": 1, "blocks-0-rule": "newest", "blocks-0-size": 9, "blocks-0-order": 1},
            "Ensure this value is less than or equal to %(limit_value)s.",
        ),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(login, cast, wrong, sentence):
    answer = login(cast.secretary).post("/admin/portal/arrangement/add/", form(note="Số Tết") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert gettext(sentence) % {"limit_value": 8} in page
    assert 'value="Số Tết"' in page
    assert not Arrangement.objects.exists()


def test_only_the_desk_arranges(client, login, cast):
    made = arrange()
    for person in (cast.reporter, cast.editor, cast.moderator):
        desk = login(person)
        assert desk.get(LIST).status_code == 403
        for act in ("copy", "again"):
            assert desk.post(f"/admin/portal/arrangement/{made.pk}/{act}/").status_code == 302
        assert desk.get(f"/admin/portal/arrangement/{made.pk}/preview/").status_code == 302
    assert Arrangement.objects.count() == 1
    desk = login(cast.secretary)
    assert desk.get(LIST).status_code == 200
    assert desk.get(f"/admin/portal/arrangement/{made.pk}/again/").status_code == 405
