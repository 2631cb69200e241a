"""Bác Hòa orders the morning's letter, confirms it, chooses, and leaves without a trace."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from newsletter.jobs import forget_subscribers, send_newsletter
from newsletter.models import Letter, SignUp, Subscriber
from newsletter.models.subscribers import CONSENT_VERSION
from portal.cache import store
from tests.factory import make_article, make_section

pytestmark = pytest.mark.django_db
HOA = "bac.hoa@vidu.example"


def page(answer) -> str:
    return answer.content.decode()


def opened(client, seconds=10) -> str:
    """The signed time of a form that was opened a while ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds)):
        return re.search(r'name="opened" value="([^"]+)"', page(client.get("/ban-tin/")))[1]


def order(client, email=HOA, *, seconds=10, headers=None, **fields):
    form = {"email": email, "consent": "on", "opened": opened(client, seconds), **fields}
    return client.post("/ban-tin/", form, headers=headers or {})


def links() -> list[str]:
    """Those of the last letter that left, without the site's name."""
    return [re.sub("^https?://[^/]+", "", link) for link in re.findall(r"https?://\S+", mail.outbox[-1].body)]


@pytest.fixture
def hoa(client):
    """He ordered, got our question and said yes."""
    assert order(client).status_code == 303
    assert send_newsletter() == 1
    (link,) = links()
    assert Subscriber.objects.get().confirmed_at is None
    assert "Có, hãy gửi cho tôi" in page(client.get(link))
    assert Subscriber.objects.get().confirmed_at is None  # mail programs open links by themselves
    assert "Xong rồi" in page(client.post(link))
    mail.outbox.clear()
    return Subscriber.objects.get()


def test_a_reader_orders_and_confirms(client, hoa):
    assert hoa.email == HOA
    assert hoa.confirmed_at
    assert (hoa.consent_version, bool(hoa.consented_at)) == (CONSENT_VERSION, True)
    assert "Gần xong rồi" in page(client.get("/ban-tin/?da-gui=1"))


def test_the_short_form_on_the_front_page_leads_to_the_whole_one(client):
    make_article()
    store().purge_all()
    front = page(client.get("/"))
    assert '<form method="post" action="/ban-tin/">' in front
    assert "csrf" not in front
    answer = client.post("/ban-tin/", {"email": HOA})
    assert answer.status_code == 200
    assert f'value="{HOA}"' in page(answer)
    assert "field-error" not in page(answer)
    assert not Subscriber.objects.exists()
    assert "no-store" in answer["Cache-Control"]


def test_a_choice_of_sections_is_kept_and_can_be_changed(client):
    economy, culture = make_section("Kinh tế"), make_section("Văn hóa")
    order(client, sections=[economy.pk])
    send_newsletter()
    client.post(links()[0])
    person = Subscriber.objects.get()
    assert list(person.sections.all()) == [economy]
    address = f"/ban-tin/{person.token('choose')}/chon/"
    assert f'value="{economy.pk}"' in page(client.get(address))
    assert "Đã ghi" in page(client.post(address, {"sections": [culture.pk]}))
    assert list(person.sections.all()) == [culture]
    client.post(address, {})
    assert not person.sections.exists()
    assert client.post(address, {"sections": ["abc"]}).status_code == 400


@pytest.mark.parametrize("door", ["mail program", "page"])
def test_one_press_leaves_and_erases_the_address(client, hoa, door):
    address = f"/ban-tin/{hoa.token('leave')}/thoi-nhan/"
    assert HOA not in address
    if door == "page":
        assert "Rời danh sách" in page(client.get(address))
        assert Subscriber.objects.exists()
    answer = client.post(address, {"List-Unsubscribe": "One-Click"} if door == "mail program" else {})
    assert "địa chỉ của bạn đã được xóa" in page(answer)
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()
    for again in (client.get(address), client.post(address)):
        assert "địa chỉ của bạn đã được xóa" in page(again)
    for other in ("choose", "confirm"):
        name = {"choose": "chon", "confirm": "xac-nhan"}[other]
        assert "không còn trong danh sách" in page(client.get(f"/ban-tin/{hoa.token(other)}/{name}/"))


def test_links_open_only_their_own_door(client, hoa):
    for name, purpose in (("thoi-nhan", "choose"), ("chon", "leave"), ("xac-nhan", "leave")):
        assert client.get(f"/ban-tin/{hoa.token(purpose)}/{name}/").status_code == 404
    assert client.get("/ban-tin/bia/thoi-nhan/").status_code == 404
    answer = client.get(f"/ban-tin/{hoa.token('choose')}/chon/")
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"email": ""}, 400, "Hãy ghi địa chỉ email"),
        ({"email": "hoa@"}, 400, "Hãy ghi địa chỉ email"),
        ({"email": "hòa @x.vn"}, 400, "Hãy ghi địa chỉ email"),
        ({"consent": ""}, 400, "Hãy đánh dấu đồng ý"),
        ({"website": "x"}, 400, "ô ẩn"),
        ({"opened": "bia"}, 400, "mở khá lâu"),
        ({"sections": ["0"]}, 400, "chọn lại"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, fields, status, sentence):
    make_section("Kinh tế")
    form = {"email": HOA, "consent": "on", "opened": opened(client)} | fields
    answer = client.post("/ban-tin/", form)
    assert answer.status_code == status
    assert sentence in page(answer)
    assert not Subscriber.objects.exists()
    if "email" not in fields:
        assert f'value="{HOA}"' in page(answer)


def test_programs_that_answer_at_once_are_asked_to_wait(client):
    assert order(client, seconds=0).status_code == 400
    assert "Nhanh quá" in page(order(client, seconds=0))
    assert "mở khá lâu" in page(order(client, seconds=2 * 24 * 3600))


def test_other_sites_sign_nobody_up(client):
    answer = order(client, headers={"origin": "https://khac.example"})
    assert answer.status_code == 403
    assert not Subscriber.objects.exists()


# --- nobody is bothered -------------------------------------------------------------------------------


def test_nobody_learns_who_is_on_the_list_and_its_owner_gets_the_links(client, hoa):
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        answer = order(client, "BAC.HOA@vidu.example", sections=[make_section("Văn hóa").pk])
        assert (answer.status_code, answer["Location"]) == (303, "/ban-tin/?da-gui=1")
        send_newsletter()
    assert [letter.to for letter in mail.outbox] == [[HOA]]
    assert any("/thoi-nhan/" in link for link in links())
    assert not any("/xac-nhan/" in link for link in links())
    assert not hoa.sections.exists()  # a stranger chooses nothing for him


def test_an_address_is_asked_once_an_hour_and_three_times_in_all(client):
    start = timezone.now()
    for hour in range(6):
        with time_machine.travel(start + timedelta(hours=hour, minutes=1)):
            for _again in range(2):
                assert order(client).status_code == 303
            send_newsletter()
            SignUp.objects.all().delete()
    assert len(mail.outbox) == 3


def test_one_network_signs_up_five_addresses_an_hour(client):
    for number in range(5):
        assert order(client, f"ban{number}@vidu.example").status_code == 303
    answer = order(client, "ban6@vidu.example")
    assert answer.status_code == 429
    assert "thử lại sau một giờ" in page(answer)
    elsewhere = order(client, "ban6@vidu.example", headers={"user-agent": "Máy khác"})
    assert elsewhere.status_code == 303
    rows = SignUp.objects.values_list("network", flat=True)
    assert all(re.fullmatch("[0-9a-f]{32}", network) for network in rows)


def test_what_nobody_confirmed_is_erased_after_a_week(client, hoa):
    order(client, "chua@vidu.example")
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        forget_subscribers()
        assert Subscriber.objects.count() == 2
        assert not SignUp.objects.exists()
    late = Subscriber.objects.get(confirmed_at=None).token("confirm")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(f"/ban-tin/{late}/xac-nhan/").status_code == 404
        forget_subscribers()
    assert list(Subscriber.objects.all()) == [hoa]


def test_without_a_mail_server_nobody_is_promised_a_letter(client, settings):
    settings.NEWSLETTER_OPEN = False
    store().purge_all()
    assert "chưa thể đặt bản tin" in page(client.get("/ban-tin/"))
    assert client.post("/ban-tin/", {"email": HOA, "consent": "on", "opened": "x"}).status_code == 503
    assert "/ban-tin/" not in page(client.get("/"))
