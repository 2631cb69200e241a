"""A storm is coming: the desk pins what to do and whom to call, and it stands above everything at once."""

import pytest
from django.core.exceptions import ValidationError

from articles.workflow import Refused
from portal.cache import store
from portal.models import EmergencyStrip
from portal.models.emergency import STRIP, Call, calls_of
from portal.page_front import PageFront
from tests.factory import make_article
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Bão số 9 vào bờ tối nay: ở trong nhà, tránh xa cửa kính."
NUMBERS = "Cứu hộ: 114\nBan chỉ huy phòng thủ dân sự - 0236 3822 131"


def pin(by, text=TEXT, numbers=NUMBERS, **more) -> EmergencyStrip:
    return EmergencyStrip.objects.pin(by, text=text, numbers=numbers, **more)


def read(client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_secretary_pins_it_and_every_page_shows_it_the_stored_ones_too(client, cast):
    article = make_article()
    pages = ("/", "/kinh-te/", article.get_absolute_url(), "/khong/co/")
    for path in pages:
        assert "Bão số 9" not in read(client, path)
    pin(cast.secretary)
    for path in (*pages, STRIP):
        page = read(client, path)
        assert TEXT in page
        assert 'href="tel:02363822131">Ban chỉ huy phòng thủ dân sự: <strong>0236 3822 131</strong>' in page


def test_nothing_is_thrown_away_while_everybody_comes(client, cast):
    """Pages are made anew one by one; until then readers get the old ones, which ask for the strip itself."""
    article = make_article()
    client.get(article.get_absolute_url())
    pin(cast.chief)
    old = store().get(article.get_absolute_url())
    assert old
    assert not old.is_fresh
    assert store().claim(article.get_absolute_url())  # somebody makes it anew
    page = read(client, article.get_absolute_url())
    assert TEXT not in page
    assert f'data-strip="{STRIP}"' in page


def test_the_front_server_hands_the_front_page_back_first(client, cast):
    articles = [make_article("Tin một"), make_article("Tin hai")]
    for path in ("/", "/kinh-te/", *(article.get_absolute_url() for article in articles)):
        client.get(path)
    front = PageFront(store())
    front.open()
    pin(cast.chief)
    front.tick()
    assert not (store().root / "pages/@1.gz").exists()
    assert (store().root / f"pages{articles[0].get_absolute_url()}@1.gz").exists()  # its turn has not come
    front.close()


def test_it_is_taken_down_from_every_page(client, cast):
    strip = pin(cast.secretary)
    assert TEXT in read(client, "/")
    assert strip.take_down(cast.chief)
    assert TEXT not in read(client, "/")
    assert "emergency__in" not in read(client, STRIP)
    assert not strip.take_down(cast.chief)


def test_a_second_strip_replaces_the_first(client, cast):
    pin(cast.secretary)
    pin(cast.chief, text="Nước đang rút.", numbers="")
    page = read(client, "/")
    assert "Nước đang rút." in page
    assert TEXT not in page


def test_two_people_pin_at_the_same_moment(cast):
    outcomes = at_once(lambda n: pin(cast.chief, text=f"Lũ lên, tin {n}."), 4)
    assert EmergencyStrip.objects.filter(taken_down_at=None).count() == 1
    assert len(outcomes) == 4


@pytest.mark.parametrize("who", ["reporter", "editor", "moderator"])
def test_others_may_not(cast, who):
    with pytest.raises(Refused, match="Bạn không có quyền"):
        pin(getattr(cast, who))


def test_the_desk_does_it_in_the_newsroom(client, cast, login):
    login(cast.secretary)
    wrong = client.post("/admin/portal/emergencystrip/add/", {"text": TEXT, "numbers": "gọi cho chúng tôi"})
    assert "Chưa hiểu được dòng “gọi cho chúng tôi”" in wrong.content.decode()
    client.post("/admin/portal/emergencystrip/add/", {"text": TEXT, "numbers": NUMBERS})
    strip = EmergencyStrip.objects.get()
    assert strip.is_shown
    assert strip.pinned_by == cast.secretary
    address = f"/admin/portal/emergencystrip/{strip.pk}/change/"
    assert "Gỡ dải khẩn cấp xuống ngay" in read(client, address)
    client.post(address, {"take_down": "on"})
    strip.refresh_from_db()
    assert strip.taken_down_by == cast.secretary
    assert "Bão số 9" not in read(client, "/")


def test_numbers_as_people_write_them():
    assert calls_of("Cứu hộ: 114\n\n 0236.3822.131 \nCông an – +84 (236) 3860 204.") == [
        Call("Cứu hộ", "114"),
        Call("", "0236.3822.131"),
        Call("Công an", "+84 (236) 3860 204"),
    ]
    for wrong in ("gọi ngay", "Số: 1", "Hai số: 114, 115 nhé", "\n".join(["Cứu hộ: 114"] * 7), "1" * 20):
        with pytest.raises(ValidationError):
            calls_of(wrong)
