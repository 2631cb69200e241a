"""On a link so bad that no picture comes: every page stands as with them, and says what they show."""

import pytest
from django.core.files.base import ContentFile

from recordings.models import Recording
from tests.browser.conftest import fresh_page
from tests.factory import make_article, make_picture, make_section, make_topic
from tests.recordings.files import FILM, SOUND, mp4

FIGURE = (
    '<figure class="image"><img src="{}" width="600" height="400" alt="{}">'
    "<figcaption>Bến. Ảnh: Minh Quân</figcaption></figure>"
)
LONG = "Nghễu nghện trên đồi cát là thuyền của ông Nguyễn Ngọc Ngữ, phía sau là Hòn Mây lúc mặt trời lên"
ROUNDED = 3  # pixels: a smaller copy of a picture is higher by a part of one
SHAPE = """() => [document.documentElement.scrollHeight,
    document.documentElement.scrollWidth - document.documentElement.clientWidth]"""
UNREAD = """() => [...document.images].filter(picture =>
    picture.checkVisibility() && picture.alt && picture.clientHeight < 20).map(picture => picture.alt)"""


@pytest.fixture
def pages():
    """One of every kind of page that lives from its pictures."""
    storm, section = make_topic("Bão số 8"), make_section("Văn hóa")
    figures = "".join(FIGURE.format(make_picture(size=(600, 400)).url(320), LONG) for _n in range(3))
    shared = {"section": section, "topics": [storm]}
    for number in range(4):
        make_article(f"Tin số {number}", lead_picture_id=make_picture(size=(600, 400)).pk, **shared)
    photos = make_article(
        "Chợ nổi", kind="photo", body=f"<p>Mở đầu.</p>{figures}", lead_picture_id=make_picture().pk, **shared
    )
    film = Recording.objects.keep(ContentFile(mp4(FILM, SOUND), "phim"), None, title="Bình minh")
    video = make_article(
        "Bình minh", kind="video", recording_id=film.pk, lead_picture_id=make_picture().pk, **shared
    )
    long = make_article(
        "Trăm năm", kind="long", body=f"<h2>Một</h2>{figures}", lead_picture_id=make_picture().pk
    )
    story = make_article("Cầu", body=f"<p>Chữ.</p>{figures}", lead_picture_id=make_picture().pk, **shared)
    articles = [article.get_absolute_url() for article in (photos, video, long, story)]
    return ["/", section.get_absolute_url(), storm.get_absolute_url(), "/tim-kiem/?q=tin", *articles]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_and_nothing_is_lost_where_pictures_fail(browser, live_server, pages, width):
    size = {"width": width, "height": 800}
    for script in (True, False):
        with fresh_page(browser, live_server.url, viewport=size, java_script_enabled=script) as page:
            shapes = {}
            for path in pages:
                page.goto(path)
                shapes[path] = page.evaluate(SHAPE)
                assert shapes[path][1] == 0, path
            page.route("**/media/**", lambda route: route.abort())
            for path in pages:
                page.goto(path)
                height, wider = page.evaluate(SHAPE)
                assert abs(height - shapes[path][0]) <= ROUNDED, path
                assert wider == 0, path
                assert page.evaluate(UNREAD) == [], path
            page.errors.clear()  # the pictures that were kept away
