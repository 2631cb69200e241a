"""The newsroom looks at the parts of its pages; readers do not."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.styleguide import COLOURS, SIZES
from tests.factory import make_article, make_picture

pytestmark = pytest.mark.django_db
CSS = Path(settings.BASE_DIR) / "static" / "css"


def test_every_part_is_on_it_for_staff_alone(client, login, cast):
    assert client.get("/_styleguide/").status_code == 302
    make_article("Cầu Thanh Vân thông xe", lead_picture_id=make_picture().pk)
    answer = login(cast.reporter).get("/_styleguide/")
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for size in SIZES:
        assert f'class="card card--{size}' in page
    parts = "breadcrumb chips button--quiet notice--error pager section-block table-scroll blockquote figure"
    for part in [*parts.split(), "strip__list", "data-lightbox", "film__open", "rating-row", "thread"]:
        assert part in page
    assert not re.search(r"<style|\sstyle=", page)


def test_it_shows_every_colour_there_is():
    tokens = re.findall(r"--([a-z-]+): #", (CSS / "tokens.css").read_text().split("--shadow")[0])
    styles = (CSS / "styleguide.css").read_text()
    assert {name for name in tokens if name != "bar-ink"} == set(COLOURS)
    for name in COLOURS:
        assert f".swatch--{name} {{ background: var(--{name}); }}" in styles


def test_before_the_first_article_it_is_there_too(login, cast):
    assert login(cast.chief).get("/_styleguide/").status_code == 200
