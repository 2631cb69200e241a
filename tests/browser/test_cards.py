"""Cards in lists: nothing stands alone on a line, and a picture that fails leaves a quiet box."""

from io import BytesIO

from PIL import Image

from comments.models.totals import CommentTotal
from tests.factory import make_article, make_picture, make_section


def test_the_number_of_comments_stands_beside_the_time(phone):
    section = make_section("Giáo dục")
    for title in ("Bài một", "Bài hai"):
        article = make_article(title, section=section, lead_picture_id=make_picture().pk)
        CommentTotal.objects.update_or_create(article=article, defaults={"approved": 1234})
    phone.goto("/")
    lines = phone.evaluate(
        """() => [...document.querySelectorAll('.card__comments')].map(count =>
            [count, count.previousElementSibling].map(part => part.getBoundingClientRect().bottom))"""
    )
    assert len(lines) == 2
    assert all(abs(count - time) < 4 for count, time in lines)


def test_a_picture_that_fails_leaves_a_box_of_one_colour(no_script):
    make_article(lead_picture_id=make_picture().pk)
    no_script.route("**/media/**", lambda route: route.abort())
    no_script.goto("/")
    box = no_script.locator(".card__picture").first
    assert box.locator("img").evaluate("picture => picture.complete && !picture.naturalWidth")
    shown = Image.open(BytesIO(box.screenshot())).convert("RGB")
    inside = shown.crop((2, 2, shown.width - 2, shown.height - 2))  # boxes may begin within a pixel
    assert len(inside.getcolors()) == 1
    no_script.errors.clear()  # the pictures that were kept away
