"""What search engines read of an article without looking at it."""

import json
import re
from datetime import datetime

import pytest

from portal.models import Masthead
from tests.factory import make_article, make_author, make_picture, make_section

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data(client, article) -> tuple[dict, dict]:
    page = client.get(article.get_absolute_url()).content.decode()
    news, breadcrumb = (json.loads(script) for script in SCRIPT.findall(page))
    return news, breadcrumb


def test_an_article_describes_itself(client, settings):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    author, picture = make_author("Thái Sơn"), make_picture(size=(1600, 900))
    article = make_article(
        "Cầu Thanh Vân thông xe",
        lead="Sáng nay, cầu chính thức thông xe.",
        lead_picture_id=picture.pk,
        bylines=[(author, "news"), (author, "photo")],
    )
    news, _ = data(client, article)
    site = settings.SITE_URL
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == "Cầu Thanh Vân thông xe"
    assert news["description"] == "Sáng nay, cầu chính thức thông xe."
    assert news["mainEntityOfPage"] == news["url"] == site + article.get_absolute_url()
    assert news["author"] == [{"@type": "Person", "name": "Thái Sơn", "url": f"{site}/tac-gia/thai-son/"}]
    assert news["publisher"]["name"] == "Báo Thuận Phong"
    assert news["image"] == [site + picture.social_url]
    assert client.get(picture.social_url).status_code == 200
    published, modified = (datetime.fromisoformat(news[name]) for name in ("datePublished", "dateModified"))
    assert published.utcoffset() is not None
    assert published <= modified
    assert news["articleSection"] == "Kinh tế"


def test_without_author_and_picture_the_paper_stands_for_it(client):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    news, _ = data(client, make_article())
    assert news["author"] == [news["publisher"]]
    assert "image" not in news


def test_the_way_to_the_article(client, settings):
    below = make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    article = make_article("Giá lúa tăng", section=below)
    _, breadcrumb = data(client, article)
    assert [(item["position"], item["name"], item["item"]) for item in breadcrumb["itemListElement"]] == [
        (1, "Kinh tế", f"{settings.SITE_URL}/kinh-te/"),
        (2, "Nông nghiệp", f"{settings.SITE_URL}/kinh-te/nong-nghiep/"),
        (3, "Giá lúa tăng", settings.SITE_URL + article.get_absolute_url()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "a & b < c > \"d\" 'e' \\",
        "\u2028 \u2029 {{ x }}",
    ],
)
def test_no_text_ends_the_script(client, text):
    article = make_article(f"Tin {text} hết", lead=text, bylines=[(make_author(f"Bút {text}"), "news")])
    news, breadcrumb = data(client, article)
    assert news["headline"] == article.title
    assert breadcrumb["itemListElement"][-1]["name"] == article.title
    page = client.get(article.get_absolute_url()).content.decode()
    assert all(
        "<" not in script and ">" not in script and "&" not in script for script in SCRIPT.findall(page)
    )
