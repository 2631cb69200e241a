"""What readers see of the paper: its name and duties, its order, and nothing its own policy refuses."""

import gzip
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import loader
from django.utils.timezone import localtime

from articles.models import Topic
from portal.cache import store
from portal.models import Masthead
from tests.factory import make_article, make_author, make_picture, make_section, make_topic

STATIC = Path(settings.BASE_DIR) / "static"


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def name_the_paper(**fields) -> Masthead:
    paper = Masthead.objects.create(pk=1, name="Báo Thuận Phong", **fields)
    store().purge_all()
    return paper


def compressed(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def in_order(page: str, *parts: str) -> None:
    places = [page.index(part) for part in parts]
    assert places == sorted(places), dict(zip(parts, places, strict=True))


# --- the frame of every page ---------------------------------------------------------------------


@pytest.mark.django_db
def test_before_the_first_article_the_front_page_says_so(client):
    assert "Số báo đầu tiên đang được chuẩn bị" in read(client, "/")


@pytest.mark.django_db
def test_a_paper_without_a_name_yet_has_a_heading_all_the_same(client):
    assert f'<h1 class="masthead__name">{settings.SITE_URL}</h1>' in read(client, "/")


@pytest.mark.django_db
def test_every_page_names_the_paper_and_only_what_is_known_of_it(client):
    name_the_paper(governing_body="Tỉnh ủy Thuận Phong", licence_number="218/GP-BTP", head="Đoàn Vĩnh Khuê")
    page = read(client, "/")
    assert "<title>Báo Thuận Phong" in page
    for known in ("Tỉnh ủy Thuận Phong", "218/GP-BTP", "Đoàn Vĩnh Khuê"):
        assert known in page
    for unknown in ("Địa chỉ:", "Điện thoại:", "Email:", "cấp ngày", "None"):
        assert unknown not in page


@pytest.mark.django_db
def test_the_menu_offers_sections_and_what_is_below_them(client):
    economy = make_section("Kinh tế")
    make_section("Nông nghiệp", parent=economy)
    make_section("Nội bộ", in_menu=False)
    store().purge_all()
    page = read(client, "/")
    assert '<a href="/kinh-te/nong-nghiep/">Nông nghiệp</a>' in page
    assert "Nội bộ" not in page
    assert '<a href="/kinh-te/" aria-current="page">Kinh tế</a>' in read(client, "/kinh-te/")


@pytest.mark.django_db
def test_a_reader_who_is_lost_gets_a_search_and_the_sections(client):
    make_section("Kinh tế")
    store().purge_all()
    answer = client.get("/kinh-te/bai-da-mat-a12345.html")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in page
    assert 'action="/tim-kiem/"' in page
    assert 'name="robots" content="noindex"' in page
    assert 'rel="canonical"' not in page


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("400.html", "Không đọc được yêu cầu này"),
        ("500.html", "Trang báo đang gặp trục trặc"),
        ("503.html", "Trang báo tạm nghỉ trong giây lát"),
    ],
)
def test_the_last_resorts_need_no_database_no_context_and_no_other_file(template, sentence):
    page = loader.render_to_string(template)
    assert sentence in page
    styles = re.findall(r'href="/static/([^"]+\.css)"', page)
    assert styles == ["css/alone.css"]
    assert (STATIC / styles[0]).exists()


# --- front page ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_article_stands_twice_on_the_front_page(client):
    sections = [make_section(name) for name in ("Kinh tế", "Văn hóa", "Giáo dục")]
    store().purge_all()
    made = [make_article(f"Tin thứ {n} trong ngày", section=sections[n % 3]) for n in range(24)]
    page = read(client, "/")
    shown = [page.count(f'href="{article.get_absolute_url()}"') for article in made]
    assert set(shown) == {1}
    in_order(page, 'id="top-stories"', 'id="newest"', 'id="block-kinh-te"', 'id="block-van-hoa"')


@pytest.mark.django_db
def test_a_running_story_is_on_the_front_page_until_it_ends(client):
    storm = make_topic("Bão số 8")
    make_article(topics=[storm])
    assert 'href="/su-kien/bao-so-8/"' in read(client, "/")
    Topic.objects.filter(pk=storm.pk).update(running=False)
    store().purge_all()
    assert 'href="/su-kien/bao-so-8/"' not in read(client, "/")


# --- an article ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_article_is_read_in_the_order_of_a_paper(client):
    name_the_paper()
    parent = make_section("Chính trị - Xã hội")
    picture = make_picture()
    make_article("Một bài khác để đọc tiếp", section=parent)
    article = make_article(
        "Phấn đấu lọt tốp 10 về cải cách hành chính",
        section=make_section("Cải cách hành chính", parent=parent),
        at=datetime(2018, 12, 12, 14, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
        source_prefix="BTP",
        lead="Đó là chỉ tiêu hàng đầu của năm.",
        body="<p>Theo đó, tỉnh đẩy mạnh công tác này.</p>",
        lead_picture_id=picture.pk,
        caption="Giao dịch tại trung tâm",
        credit="Thái Sơn",
        picks=[(None, "Tháo gỡ vướng mắc cho các đơn vị")],
        bylines=[(make_author(), "news"), (make_author(), "photo")],
        tags=["Một cửa"],
    )
    page = read(client, article.get_absolute_url())
    page = page[page.index("<main") :]
    in_order(
        page,
        '<a href="/chinh-tri-xa-hoi/">',
        '<a href="/chinh-tri-xa-hoi/cai-cach-hanh-chinh/">',
        "Thứ Tư, 12/12/2018 14:59",
        '<h1 class="story__title">Phấn đấu lọt tốp 10 về cải cách hành chính</h1>',
        '<span class="story__source">BTP</span> - Đó là chỉ tiêu hàng đầu của năm.',
        "<span>Tháo gỡ vướng mắc cho các đơn vị</span>",
        "<picture",
        "Giao dịch tại trung tâm",
        "Ảnh: Thái Sơn",
        "Theo đó, tỉnh đẩy mạnh công tác này.",
        'Tin, ảnh: <a rel="author"',
        'href="/tu-khoa/mot-cua/"',
        'id="danh-gia"',
        'id="y-kien"',
        "Bạn có thể quan tâm",
        "Một bài khác để đọc tiếp",
        "Về đầu trang",
    )


@pytest.mark.django_db
def test_search_engines_and_networks_learn_what_an_article_is(client):
    name_the_paper()
    article = make_article('Nói "không" với rác & nhựa', lead_picture_id=make_picture().pk)
    page = read(client, article.get_absolute_url())
    address = settings.SITE_URL + article.get_absolute_url()
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert '<meta property="og:title" content="Nói &quot;không&quot; với rác &amp; nhựa">' in page
    assert f'<meta property="og:image" content="{settings.SITE_URL}/media/' in page
    assert '<meta property="og:type" content="article">' in page
    assert "application/ld+json" in page


@pytest.mark.django_db
def test_an_article_is_shared_by_plain_links(client):
    article = make_article()
    page = read(client, article.get_absolute_url())
    address = (settings.SITE_URL + article.get_absolute_url()).replace(":", "%3A").replace("/", "%2F")
    assert f'href="https://www.facebook.com/sharer/sharer.php?u={address}"' in page
    assert f'href="https://zalo.me/share?url={address}"' in page
    assert f"&amp;body={address}" in page


# --- what the content policy and the budget ask --------------------------------------------------


@pytest.mark.django_db
def test_no_page_has_inline_code_or_styles_or_asks_another_site(client):
    article = make_article(
        lead_picture_id=make_picture().pk,
        tags=["Một cửa"],
        topics=[make_topic()],
        bylines=[(make_author(), "news")],
    )
    addresses = ["/", "/kinh-te/", "/tu-khoa/mot-cua/", "/su-kien/bao-so-8/", "/tac-gia/thai-son/"]
    addresses += ["/doc-nhieu/", "/da-luu/", f"/luu-tru/{localtime(article.published_at):%Y/%m}/"]
    for address in [*addresses, "/tim-kiem/", "/tim-kiem/?q=cau", article.get_absolute_url()]:
        page = read(client, address)
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert 'src="/static/' in attributes or "application/ld+json" in attributes, address
        assert not re.search(r'<(?:script|img|iframe|source)[^>]+(?:src|srcset)="(?:https?:)?//', page), (
            address
        )
        assert not re.search(r'<link rel="(?:stylesheet|icon|preload)"[^>]+href="(?:https?:)?//', page), (
            address
        )


def test_styles_and_scripts_of_an_article_fit_an_old_phone():
    styles = ("tokens", "base", "pictures", "frame", "cards", "article", "voices", "print", "ranks")
    assert compressed(*(f"css/{name}.css" for name in styles)) <= 15_000
    assert (
        compressed(
            *(f"js/{name}.js" for name in ("choices", "frame", "reading", "voices", "readers", "saving"))
        )
        <= 10_000
    )


def test_a_gallery_fits_too():
    assert compressed("css/stories.css") <= 3_000
    assert compressed("js/gallery.js", "js/film.js") <= 2_500


def test_colours_and_fonts_are_named_in_one_place_only():
    for file in (STATIC / "css").glob("*.css"):
        if file.stem in {"tokens", "alone", "print"} or file.stem.startswith("newsroom"):
            continue
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"#[0-9a-f]{3,8}\b\s*[;,)]", text), file.name
        assert "Noto" not in text, file.name
