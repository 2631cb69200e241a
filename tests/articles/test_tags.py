"""Tags: comma-only input, one tag for all spellings, ASCII addresses."""

import unicodedata

import pytest

from articles.models import Tag
from articles.models.tags import split_tags
from tests.factory import make_article

SPELLINGS = [
    "Cải cách hành chính",
    "cải cách  hành chính ",
    unicodedata.normalize("NFD", "Cải cách hành chính"),
    "CẢI CÁCH HÀNH CHÍNH",
]


def test_only_commas_divide():
    assert split_tags('Cải cách hành chính, "Huế"; Phú Lộc\nđất đai') == [
        "Cải cách hành chính",
        "Huế",
        "Phú Lộc",
        "đất đai",
    ]


@pytest.mark.django_db
def test_one_tag_for_all_spellings():
    for spelling in [*SPELLINGS, "hoà bình", "hòa bình"]:
        Tag.objects.for_names([spelling])
    assert Tag.objects.count() == 2


@pytest.mark.django_db
def test_words_that_differ_only_in_marks_are_two_tags_with_two_addresses():
    mother, ghost = Tag.objects.for_names(["má", "ma"])
    assert {mother.slug, ghost.slug} == {"ma", "ma-1"} or mother.slug != ghost.slug
    assert mother.pk != ghost.pk


@pytest.mark.django_db
def test_a_tag_page_lists_its_public_articles_only(client):
    make_article("Cầu mới", tags=["Đường sắt"])
    make_article("Bản nháp kín", tags=["Đường sắt", "Chưa công bố"], published=False)
    page = client.get("/tu-khoa/duong-sat/").content.decode()
    assert "Cầu mới" in page
    assert "Bản nháp kín" not in page
    assert client.get("/tu-khoa/chua-cong-bo/").status_code == 404
