"""The editor looks through the articles on the way to work."""

from playwright.sync_api import expect

from tests.factory import make_article, make_section


def test_an_editor_reads_the_list_of_articles_on_a_phone(phone, cast, sign_in):
    title = "Tám học sinh Thuận Phong vào đội tuyển quốc gia môn lịch sử và địa lý năm nay"
    make_article(title, by=cast.chief, section=make_section("Giáo dục"))
    sign_in(phone, "editor")
    phone.goto("/admin/articles/article/")
    row = phone.locator("#result_list tbody tr").filter(has_text=title)
    expect(row.locator(".field-section")).to_have_attribute("data-column", "Chuyên mục")
    list_of_all = phone.locator(".results")
    assert list_of_all.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert row.get_by_role("link", name=title).bounding_box()["width"] > 200
    choices = [text.strip() for text in phone.locator("#changelist-filter a").all_text_contents()]
    assert "Chưa có chuyên mục" in choices
    assert "-" not in choices
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(phone.locator("#result_list thead")).to_have_css("display", "table-header-group")
