"""Galleries, films and suggestions: by finger, by keys, and without script."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from articles.models import Tag
from articles.searching.vectors import recount
from recordings.models import Captions, Recording
from tests.factory import make_article, make_picture
from tests.recordings.files import FILM, SOUND, mp4

FIGURE = (
    '<figure class="image"><img src="{}" width="600" height="400" alt="Thuyền">'
    "<figcaption>Bến. Ảnh: Minh Quân</figcaption></figure>"
)


@pytest.fixture
def story():
    pictures = [make_picture(size=(600, 400)) for _n in range(3)]
    body = "".join(FIGURE.format(picture.url(320)) for picture in pictures)
    return make_article("Chợ nổi họp lại", kind="photo", body=f"<p>Mở đầu.</p>{body}")


def test_a_gallery_is_leafed_through_by_keys_and_closed(phone, story):
    phone.goto(story.get_absolute_url())
    phone.get_by_role("button", name="Xem ảnh lớn (2 / 3)").press("Enter")
    box = phone.get_by_role("dialog", name="Các ảnh trong bài")
    expect(box.get_by_role("status")).to_have_text("2 / 3")
    phone.keyboard.press("ArrowRight")
    expect(box.get_by_role("status")).to_have_text("3 / 3")
    expect(box.get_by_role("button", name="Ảnh sau")).to_be_disabled()
    phone.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(phone.get_by_role("button", name="Xem ảnh lớn (3 / 3)")).to_be_focused()


def test_without_script_a_gallery_is_a_strip_that_leads_to_its_pictures(no_script, story):
    no_script.goto(story.get_absolute_url())
    no_script.locator(".strip__list a").nth(2).click()
    expect(no_script.locator("#p3")).to_be_in_viewport()
    assert no_script.locator(".open-large").count() == 0


def test_nobody_else_is_asked_before_the_reader_presses_play(page):
    film = make_article("Đua thuyền", kind="video", recording_link="https://youtu.be/aqz-KE-bpKQ")
    asked = []
    page.route("https://**/*", lambda route: (asked.append(route.request.url), route.fulfill(body="")))
    page.goto(film.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("link", name="Phát: Đua thuyền").click()
    expect(page.locator("iframe[title='Đua thuyền']")).to_be_focused()
    assert asked[0].startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")


def test_a_reader_who_cannot_hear_switches_the_captions_on(phone):
    film = Recording.objects.keep(ContentFile(mp4(FILM, SOUND), "phim"), None, title="Bình minh")
    words = "WEBVTT\n\n00:01.000 --> 00:03.000\nNước lên rồi\n"
    Captions.objects.keep(film, ContentFile(words.encode()), None)
    phone.goto(make_article("Bình minh", kind="video", recording_id=film.pk).get_absolute_url())
    said = phone.evaluate(
        """() => new Promise(told => {
            const track = document.querySelector('track');
            track.onload = () => told([...track.track.cues].map(cue => cue.text));
            track.onerror = () => told('refused');
            track.track.mode = 'showing';
        })"""
    )
    assert said == ["Nước lên rồi"]


def test_suggestions_are_walked_by_keys(page):
    wanted = make_article("Cầu Thanh Vân thông xe", tags=["cầu đường"])
    recount()  # a paper of fewer than twenty articles has not counted its words yet
    page.goto("/tim-kiem/")
    field = page.get_by_label("Bạn muốn tìm gì?")
    field.press_sequentially("cau")
    options = page.get_by_role("listbox", name="Gợi ý").get_by_role("option")
    expect(options).to_have_text([Tag.objects.get().name, wanted.title])
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially(" t")
    expect(options).to_have_text([wanted.title])
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url(f"**{wanted.get_absolute_url()}")
