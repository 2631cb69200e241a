"""The picture desk and the merge of tags in a real Chromium; `make screenshots` keeps what they look like."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Tag
from images.models import Image
from tests.browser.album import keep, painted
from tests.factory import make_article

SCENES = ("lagoon_boats", "rice_field", "river_bridge")
TEXTS = (
    ("Bến đò Trà Sa lúc rạng sáng", "Thuyền gỗ đậu sát bờ"),
    ("Đồng lúa Thanh Vân vào mùa gặt", "Ruộng lúa chín vàng"),
    ("Cầu Thanh Vân ngày thông xe", "Cây cầu bốn nhịp qua sông"),
)


@pytest.fixture
def files():
    """Three photographs, and a page somebody saved under the name of a photograph."""
    photographs = [
        {"name": f"anh-{number}.jpg", "mimeType": "image/jpeg", "buffer": painted(scene, number)}
        for number, scene in enumerate(SCENES, 1)
    ]
    return [*photographs, {"name": "trang-web.jpg", "mimeType": "image/jpeg", "buffer": b"<html></html>"}]


def test_from_the_camera_to_the_article(page, cast, sign_in, files):
    sign_in(page, "reporter")
    uploads_many(page, files)
    describes_them(page)
    first, *_others = Image.objects.order_by("pk")
    assert (first.caption, first.credit, first.alternative_text) == (TEXTS[0][0], "Ngọc Ngữ", TEXTS[0][1])
    assert first.focus == (25, 75)
    assert set(Image.objects.values_list("credit", flat=True)) == {"Ngọc Ngữ"}
    finds_it_without_marks(page)
    uses_it(page, first)
    is_told_where_it_is_used(page, first)


def uploads_many(page, files):
    page.goto("/admin/images/image/add/")
    bars = []
    page.expose_function("seen", lambda value: bars.append(value))
    page.evaluate(
        """() => new MutationObserver((changes) => changes.forEach(({target}) =>
            target.matches("progress") && seen(target.getAttribute("value") ?? "working")))
            .observe(document.querySelector("[data-queue]"), {attributes: true, subtree: true})"""
    )
    page.locator("[data-picture-upload] input[type=file]").set_input_files(files)
    expect(page.locator("[data-sum]")).to_have_text("Đã vào kho: 3 trên 4 ảnh. Không nhận: 1.")
    expect(page.locator(".picture-row")).to_have_count(4)
    expect(page.locator(".picture-row--done")).to_have_count(3)
    expect(page.locator(".picture-row--refused")).to_contain_text("trang-web.jpg")
    assert "working" in bars  # each bar ran full, then said that the sizes are being made
    assert len(page.errors) == 1  # Chromium logs the refusal (400)
    page.errors.clear()
    expect(page.locator(".picture-row--done img").last).to_be_visible()
    keep(page, "tai-anh-len", height=700)
    page.locator("[data-describe]").click()


def describes_them(page):
    sheets = page.locator(".picture-sheet")
    expect(sheets).to_have_count(3)
    page.locator("[name=credit]").fill("Ngọc Ngữ")
    page.locator("[data-give]").click()
    for number, (caption, alternative_text) in enumerate(TEXTS):
        sheet = sheets.nth(number)
        expect(sheet.locator("[name^='p'][name$='-credit']")).to_have_value("Ngọc Ngữ")
        sheet.locator("[name^='p'][name$='-caption']").fill(caption)
        sheet.locator("[name^='p'][name$='-alternative_text']").fill(alternative_text)
    frame = sheets.first.locator("[data-focal-point]")
    box = frame.bounding_box()
    frame.click(position={"x": box["width"] / 4, "y": box["height"] * 3 / 4})
    expect(sheets.first.locator("[name^='p'][name$='-focal_x']")).to_have_value("25")
    page.evaluate("scrollTo(0, 0)")
    keep(page, "mo-ta-anh", height=1000)
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("3")


def finds_it_without_marks(page):
    page.goto("/admin/images/image/?q=ben+do+tra+sa")
    expect(page.locator("#result_list")).to_contain_text(TEXTS[0][0])
    expect(page.locator("#result_list")).not_to_contain_text(TEXTS[1][0])


def uses_it(page, image):
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").fill("Đò ngang Trà Sa nghỉ chuyến cuối")
    page.locator("[data-choose]").click()
    page.locator("[data-query]").press_sequentially("ben do")
    expect(page.locator("[data-list] button")).to_have_count(1)
    page.locator("[data-list] button").click()
    expect(page.locator("#id_lead_picture")).to_have_value(str(image.pk))
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def is_told_where_it_is_used(page, image):
    page.goto(f"/admin/images/image/{image.pk}/delete/")
    expect(page.locator(".messagelist .error")).to_contain_text("đang được dùng")
    expect(page.locator("#picture-uses")).to_contain_text("Đò ngang Trà Sa nghỉ chuyến cuối")
    page.goto(f"/admin/images/image/{image.pk}/change/")
    keep(page, "anh-dang-dung", height=420, top=page.locator("#picture-uses").bounding_box()["y"] - 20)
    assert Image.objects.filter(pk=image.pk).exists()


def test_an_editor_merges_two_spellings_of_a_tag(page, cast, sign_in):
    article = make_article("Chợ không tiền mặt", by=cast.chief, tags=["chuyen doi so"])
    make_article("Một cửa điện tử", by=cast.chief, tags=["Chuyển đổi số", "Huế"])
    right, wrong = (Tag.objects.get(name=name) for name in ("Chuyển đổi số", "chuyen doi so"))
    sign_in(page, "editor")
    page.goto("/admin/articles/tag/?alike=yes")
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(2)  # Huế is spelt in one way only
    for row in rows.all():
        row.locator(".action-select").check()
    page.locator("select[name=action]").select_option("merge_chosen")
    page.locator("button[name=index]").click()
    page.locator(f"[name=into][value='{right.pk}']").check()
    page.locator(".merge [type=submit]").click()
    expect(page.locator(".merge li")).to_contain_text(wrong.get_absolute_url())
    keep(page, "gop-tu-khoa", height=420)
    page.locator(".merge [type=submit]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Chuyển đổi số")

    answer = page.request.get(wrong.get_absolute_url(), max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (301, right.get_absolute_url())
    page.goto(wrong.get_absolute_url())
    expect(page).to_have_url(re.compile(re.escape(right.get_absolute_url()) + "$"))
    expect(page.locator("main")).to_contain_text(article.title)
