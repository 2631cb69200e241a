"""What search engines read of an article without looking at it."""

import json
import re
from datetime import datetime

import pytest
from django.contrib.staticfiles import finders

from articles.models import Article
from portal.models import Masthead
from tests.factory import make_article, make_author, make_picture, make_section, make_topic

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


def test_without_author_and_picture_the_paper_and_a_card_stand_for_them(client, settings):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    article = make_article()
    news, _ = data(client, article)
    assert news["author"] == [news["publisher"]]
    card = Article.objects.get(pk=article.pk).social_url
    assert card, "the headline is drawn at publishing"
    assert news["image"] == [settings.SITE_URL + card]


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


def test_the_front_page_says_who_the_paper_is(client, settings):
    Masthead.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Báo Thuận Phong",
            "governing_body": "Tỉnh ủy Thuận Phong",
            "address": "15 Ven Thành",
            "phone": "(0999) 3 822 115",
            "email": "toasoan@bao.example",
        },
    )
    (paper,) = map(json.loads, SCRIPT.findall(client.get("/").content.decode()))
    site = settings.SITE_URL
    assert (paper["@context"], paper["@type"]) == ("https://schema.org", "NewsMediaOrganization")
    assert (paper["@id"], paper["name"], paper["url"]) == (f"{site}/#paper", "Báo Thuận Phong", f"{site}/")
    assert (paper["address"], paper["telephone"]) == ("15 Ven Thành", "(0999) 3 822 115")
    assert paper["email"] == "toasoan@bao.example"
    assert paper["parentOrganization"] == {"@type": "Organization", "name": "Tỉnh ủy Thuận Phong"}
    assert client.get(paper["correctionsPolicy"].removeprefix(site)).status_code == 200
    assert finders.find(paper["logo"]["url"].removeprefix(f"{site}/static/"))
    assert "slogan" not in paper  # nobody filled it in
    news, _ = data(client, make_article())
    assert news["publisher"] == {name: paper[name] for name in ("@type", "@id", "name", "url", "logo")}
    assert "aggregateRating" not in news  # stars are readers' voices, not a review of a product


def test_the_way_to_a_section(client, settings):
    make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    (breadcrumb,) = map(json.loads, SCRIPT.findall(client.get("/kinh-te/nong-nghiep/").content.decode()))
    assert breadcrumb["@type"] == "BreadcrumbList"
    assert [(item["@type"], item["position"], item["name"]) for item in breadcrumb["itemListElement"]] == [
        ("ListItem", 1, "Kinh tế"),
        ("ListItem", 2, "Nông nghiệp"),
    ]
    assert breadcrumb["itemListElement"][1]["item"] == f"{settings.SITE_URL}/kinh-te/nong-nghiep/"


def test_every_page_of_articles_is_described_though_nobody_wrote_a_line_about_it(client):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    topic, author = make_topic("Bão số 8"), make_author("Thái Sơn")
    article = make_article("Bão tan", topics=[topic], tags=["bão"], bylines=[(author, "news")])
    Article.objects.filter(pk=article.pk).update(lead="")  # as old archives have it
    for page in (article, article.section, topic, author, article.tags.get()):
        html = client.get(page.get_absolute_url()).content.decode()
        (description,) = re.findall(r'<meta name="description" content="([^"]+)">', html)
        assert description
