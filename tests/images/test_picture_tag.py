"""What a template writes for a picture."""

import pytest
from django.template import Context, Template

from images.models import Image


def written(image, options="") -> str:
    template = Template("{% load pictures %}{% picture image " + options + " %}")
    return template.render(Context({"image": image}))


@pytest.fixture
def image():
    return Image(
        pk=7, token="ab" * 16, extension="jpg", width=4000, height=3000, alternative_text="Cầu <mới>"
    )


def test_a_picture_brings_all_a_browser_chooses_by(image):
    html = written(image, 'sizes="50vw"')  # without the database fixture a query would be an error
    base = f"/media/pictures/ab/{image.token}"
    assert f'<source type="image/avif" srcset="{base}/320.avif 320w, ' in html
    assert f'{base}/1600.webp 1600w" sizes="50vw"' in html
    assert f'<img src="{base}/960.jpg" width="4000" height="3000" alt="Cầu &lt;mới&gt;"' in html
    assert 'loading="lazy" decoding="async"' in html
    assert "style=" not in html


def test_the_first_picture_of_a_page_is_not_lazy(image):
    html = written(image, "priority=True")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_beside_its_headline_a_picture_may_be_decoration(image):
    assert 'alt=""' in written(image, 'alt=""')


def test_a_crop_keeps_the_focal_point_without_inline_style(image):
    image.focal_x, image.focal_y = 87, 50
    html = written(image, 'ratio="3x2" class="card__picture"')
    assert 'class="picture picture--3x2 focus-x-9 card__picture"' in html
    assert 'class="picture"' in written(image)


def test_every_class_a_crop_may_get_is_in_the_style_sheet(settings):
    css = (settings.BASE_DIR / "static/css/pictures.css").read_text()
    for axis in "xy":
        for tenth in range(11):
            assert f".focus-{axis}-{tenth} {{ --focus-{axis}: {tenth * 10}%; }}" in css


def test_no_picture_is_no_markup():
    assert written(None).strip() == ""
