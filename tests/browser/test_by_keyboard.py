"""A reader without a mouse: front page, article, stars, comment, search; the focus is always seen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment
from ratings.models import RatingTotal
from tests.browser.conftest import fresh_page
from tests.factory import make_article, make_section

TITLE = "Đầm Trà Sa vào mùa cá lòng"
TEXT = "Ở bến An Hội sáng nay cũng đông như vậy."
MOST_TABS = 150
IS_SEEN = """() => {
  const focused = document.activeElement;
  const shown = [focused, focused.closest('.card'), focused.labels?.[0], focused.nextElementSibling];
  return shown.filter(Boolean).some(element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return ringed && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  });
}"""


@pytest.fixture(params=["with script", "without script"])
def reader(request, browser, live_server):
    options = {"java_script_enabled": request.param == "with script", "reduced_motion": "reduce"}
    with fresh_page(browser, live_server.url, viewport={"width": 360, "height": 740}, **options) as page:
        yield page


def reach(page, selector: str) -> None:
    """Tab on until the thing has the focus; every stop on the way shows where one is."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        assert page.evaluate(IS_SEEN), f"the focus is not seen on {where}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def follow(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_front_page_to_stars_comment_and_search(reader, cast):
    article = make_article(TITLE, section=make_section("Kinh tế"), at=timezone.now() - timedelta(hours=1))
    path = article.get_absolute_url()
    reader.goto("/")
    reach(reader, f"main a[href='{path}']")
    follow(reader)
    expect(reader.locator("h1.story__title")).to_have_text(TITLE)

    reach(reader, "[name=stars]")
    reader.keyboard.press("Space")
    for _star in range(3):
        reader.keyboard.press("ArrowRight")
    reach(reader, ".rating-form button")
    reader.keyboard.press("Enter")
    expect(reader.locator("#danh-gia")).to_contain_text("4/5")
    assert RatingTotal.objects.get(article=article).votes == 1

    write_a_comment(reader, article)
    expect(reader.locator("main")).to_contain_text(TEXT)
    assert Comment.objects.get().text == TEXT

    reader.goto(path)
    reach(reader, ".bar__search")
    follow(reader)
    reach(reader, "main [name=q]")
    reader.keyboard.insert_text("mua ca long")
    follow(reader)
    reach(reader, f"main a[href='{path}']")
    follow(reader)
    expect(reader.locator("h1.story__title")).to_have_text(TITLE)


def write_a_comment(reader, article) -> None:
    """In the article where the form comes to it, else on the form's own page."""
    reader.goto(article.get_absolute_url())
    door = f"main a[href='/y-kien/{article.pk}/']"
    reach(reader, f"{door}, .comment-form [name=text]")
    if reader.evaluate("selector => document.activeElement.matches(selector)", door):
        follow(reader)
        reach(reader, ".comment-form [name=text]")
    reader.keyboard.insert_text(TEXT)
    for field, typed in (("name", "Ông Ngữ"), ("email", "ngu@thu.example")):
        reach(reader, f".comment-form [name={field}]")
        reader.keyboard.insert_text(typed)
    reach(reader, ".comment-form [name=consent]")
    reader.keyboard.press("Space")
    reader.wait_for_timeout(3200)  # a form sent faster than people type is asked again
    reach(reader, ".comment-form button[type=submit]")
    reader.keyboard.press("Enter")
