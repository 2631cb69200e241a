"""Every JSON-LD the paper prints, field by field: nothing unknown, nothing empty, every address answers."""

import json
import re
from datetime import datetime

import pytest
from django.core.files.base import ContentFile

from portal.models import Masthead
from recordings.models import Captions, Recording
from tests.articles.test_structured_data import SCRIPT
from tests.factory import make_article, make_author, make_picture, make_section
from tests.recordings.files import FILM, SOUND, mp3, mp4

pytestmark = pytest.mark.django_db
WORDS = b"WEBVTT\n\n00:01.000 --> 00:02.000\nLoi\n"
FIGURE = '<figure class="image"><img src="{}" alt="Thuyền"><figcaption>Bến. Ảnh: Quân</figcaption></figure>'


def words(value) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "<" not in value


def moment(value) -> bool:
    return datetime.fromisoformat(value).utcoffset() is not None


def address(value) -> bool:
    return bool(re.fullmatch(r"http://[a-z0-9.:]+/[^\s<>]*", value))


def number(value) -> bool:
    return isinstance(value, int) and value > 0


def one_of(*values):
    return lambda value: value in values


def pattern(rule: str):
    return lambda value: bool(re.fullmatch(rule, value))


def each(rule):
    return lambda values: isinstance(values, list) and bool(values) and all(fits(one, rule) for one in values)


LOGO = {"@type": one_of("ImageObject"), "url": address, "width": number, "height": number}
PAPER = {
    "@type": one_of("NewsMediaOrganization"),
    "@id": address,
    "name": words,
    "url": address,
    "logo": LOGO,
}
PERSON = {"@type": one_of("Person"), "name": words, "url": address}
RECORDING = {
    "@id": address,
    "name": words,
    "description": words,
    "uploadDate": moment,
    "inLanguage": one_of("vi", "en"),
    "thumbnailUrl": each(address),
    "contentUrl": address,
    "duration": pattern(r"PT\d+S"),
    "transcript": words,
}
CAPTIONS = {"@type": one_of("MediaObject"), "contentUrl": address, "encodingFormat": one_of("text/vtt")}
VIDEO = RECORDING | {
    "@type": one_of("VideoObject"),
    "encodingFormat": pattern("video/.+"),
    "caption": CAPTIONS,
}
AUDIO = RECORDING | {"@type": one_of("AudioObject"), "encodingFormat": pattern("audio/.+")}
ARTICLE = {
    "@context": one_of("https://schema.org"),
    "@type": one_of("NewsArticle"),
    "mainEntityOfPage": address,
    "url": address,
    "headline": words,
    "description": words,
    "inLanguage": one_of("vi", "en"),
    "datePublished": moment,
    "dateModified": moment,
    "articleSection": words,
    "author": each(PERSON),
    "publisher": PAPER,
    "isAccessibleForFree": one_of(True),
    "image": each(address),
}
STEP = {"@type": one_of("ListItem"), "position": number, "name": words, "item": address}
WAY = {
    "@context": one_of("https://schema.org"),
    "@type": one_of("BreadcrumbList"),
    "itemListElement": each(STEP),
}


def fits(value, rule) -> bool:
    if isinstance(rule, dict):
        assert isinstance(value, dict)
        assert value.keys() == rule.keys(), value.keys() ^ rule.keys()
        for name, inner in rule.items():
            assert fits(value[name], inner), f"{name}: {value[name]!r}"
        return True
    return rule(value)


def addresses_in(value) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(addresses_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(addresses_in, value))
    return {value} if isinstance(value, str) and value.startswith("http://") else set()


def scripts(client, path: str) -> list[dict]:
    return [json.loads(found) for found in SCRIPT.findall(client.get(path).content.decode())]


@pytest.fixture
def make(db):
    """make(kind): a whole article of this kind, with everything its page can show."""
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    film = Recording.objects.keep(ContentFile(mp4(FILM, SOUND), "phim"), None, title="Bình minh")
    Captions.objects.keep(film, ContentFile(WORDS), None)
    sound = Recording.objects.keep(ContentFile(mp3(500), "tieng"), None, title="Câu hò")
    recordings = {"video": film.pk, "audio": sound.pk}

    def article(kind: str, section=None):
        own = {"recording_id": recordings[kind], "transcript": "Lời."} if kind in recordings else {}
        return make_article(
            "Chợ nổi họp lại",
            kind=kind,
            section=section,
            body=f"<h2>Một</h2><p>Chữ.</p>{FIGURE.format(make_picture().url(320))}",
            lead_picture_id=make_picture().pk,
            bylines=[(make_author("Thái Sơn"), "text")],
            **own,
        )

    return article


@pytest.mark.parametrize("kind", ["story", "photo", "long", "video", "audio"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_article_of_every_kind_describes_itself(client, settings, make, kind, language):
    section = make_section("Đời sống", parent=make_section("Tin", slug=language, language=language))
    article = make(kind, section)
    news, way = scripts(client, article.get_absolute_url())
    own = {"video": {"video": VIDEO}, "audio": {"audio": AUDIO}}.get(kind, {})
    assert fits(news, ARTICLE | own)
    assert fits(way, WAY)
    assert news["inLanguage"] == language
    for told in addresses_in(news) | addresses_in(way):
        path = told.partition("#")[0].removeprefix(settings.SITE_URL)
        if not path.startswith("/static/"):
            assert client.get(path).status_code == 200, told


def test_a_section_tells_the_way_to_itself(client, make):
    section = make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    make("story", section)
    (way,) = scripts(client, section.get_absolute_url())
    assert fits(way, WAY)
    assert [step["name"] for step in way["itemListElement"]] == ["Kinh tế", "Nông nghiệp"]


@pytest.mark.parametrize("path", ["/tu-khoa/do/", "/tim-kiem/?q=cho", "/doc-nhieu/", "/cai-chinh/"])
def test_pages_that_are_no_news_claim_nothing(client, make, path):
    make_article("Chợ", tags=["Đò"])
    assert scripts(client, path) == []


def test_stars_of_readers_are_never_told_as_a_review(client, make):
    article = make("story")
    assert "Rating" not in json.dumps(scripts(client, article.get_absolute_url()))
