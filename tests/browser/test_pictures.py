"""The picture field and the focal point in a real Chromium, under the content policy of the staff pages."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factory import make_picture
from tests.images.conftest import encoded, scene


@pytest.fixture
def desk(page, cast, sign_in):
    """A reporter at the desk."""
    sign_in(page, "reporter")
    return page


def test_a_reporter_gives_an_article_its_picture(desk):
    bridge = make_picture(
        caption="Cầu Thanh Vân", credit="Ảnh: Thái Sơn", alternative_text="Cây cầu bốn nhịp"
    )
    make_picture(caption="Đầm Trà Sa")
    desk.goto("/admin/articles/article/add/")
    desk.locator("#id_title").fill("Cầu Thanh Vân thông xe")
    desk.locator("#id_credit").fill("Ảnh: Ngọc Ngữ")
    expect(desk.locator("#id_lead_picture")).to_be_hidden()

    desk.locator("[data-choose]").press("Enter")  # by keyboard all the way
    expect(desk.locator("[data-list] button")).to_have_count(2)
    desk.keyboard.press("Tab")
    desk.locator("[data-query]").press_sequentially("thanh van")
    expect(desk.locator("[data-list] button")).to_have_count(1)
    desk.keyboard.press("Enter")  # in the search: neither chooses nor saves the article
    desk.locator("[data-list] button").press("Enter")
    expect(desk.locator("#id_lead_picture")).to_have_value(str(bridge.pk))
    expect(desk.locator("[data-shown]")).to_have_attribute("src", bridge.thumbnail_url)
    expect(desk.locator("#id_caption")).to_have_value("Cầu Thanh Vân")
    expect(desk.locator("#id_alternative_text")).to_have_value("Cây cầu bốn nhịp")
    expect(desk.locator("#id_credit")).to_have_value("Ảnh: Ngọc Ngữ")  # typed before: kept

    desk.locator("[name=_continue]").click()
    expect(desk.locator("[data-shown]")).to_have_attribute("src", bridge.thumbnail_url)
    assert Article.objects.get().lead_picture == bridge


def test_a_reporter_uploads_from_the_field_and_is_told_what_is_wrong(desk):
    def choose(name, data):
        desk.locator("[data-file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})

    desk.goto("/admin/articles/article/add/")
    choose("anh.jpg", b"<html></html>")
    status = desk.locator("[data-status]")
    expect(status).to_contain_text("JPEG")
    expect(status).to_have_class("picture-field__status picture-field__status--error")
    expect(desk.locator("#id_lead_picture")).to_have_value("")
    assert len(desk.errors) == 1  # Chromium logs the refusal (400)
    desk.errors.clear()
    choose("anh.jpg", encoded(scene(), "JPEG"))
    expect(desk.locator("[data-remove]")).to_be_visible()
    expect(desk.locator("#id_lead_picture")).not_to_have_value("")
    desk.locator("[data-remove]").click()
    expect(desk.locator("#id_lead_picture")).to_have_value("")
    expect(desk.locator("[data-shown]")).to_be_hidden()


def test_a_reporter_points_at_what_matters(desk):
    image = make_picture(size=(600, 1200))
    desk.goto(f"/admin/images/image/{image.pk}/change/")
    frame = desk.locator("[data-focal-point]")
    box = frame.bounding_box()
    frame.click(position={"x": box["width"] / 4, "y": box["height"] * 3 / 4})
    expect(desk.locator("#id_focal_x")).to_have_value("25")
    expect(desk.locator("#id_focal_y")).to_have_value("75")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    image.refresh_from_db()
    assert image.focus == (25, 75)
