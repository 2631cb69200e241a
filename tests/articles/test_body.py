"""What happens to an article's HTML between a keyboard, an archive or a clipboard and a reader's page."""

import re
import time
from html import escape
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markup
from articles.body import MAX_BYTES, MAX_TAGS, POLICY, TooLong, clean, plain, reading_minutes, show, video_id
from articles.models import Article
from articles.models.content import seal_of
from tests.factory import make_article, make_person, make_picture
from vietnamese.text import normalise

VIDEO = "dQw4w9WgXcQ"
EMBED = f'<div class="embed" data-provider="youtube" data-id="{VIDEO}"></div>'
PICTURE = "/media/pictures/ab/" + "ab" * 16 + "/960.webp"

# --- what is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Sáng nay, cầu <strong>thông xe</strong>, <em>đúng hẹn</em>.</p>",
        "<h2>Một</h2>\n<h3>Hai</h3>\n<h4>Ba</h4>",
        "<ul><li>một<ul><li>một rưỡi</li></ul></li><li>hai</li></ul>",
        '<ol start="3"><li>ba</li></ol>',
        "<blockquote><p>Câu một.</p><p>Câu hai.</p></blockquote>",
        "<p>Dòng một<br>dòng hai, H<sub>2</sub>O, m<sup>2</sup>, <u>gạch</u>, <s>bỏ</s></p>",
        '<p><a href="https://phuyen.gov.vn/tin?a=1&amp;b=2#c" rel="noopener noreferrer">cổng</a></p>',
        '<p><a href="/thoi-su/" rel="noopener noreferrer">trong báo</a></p>',
        '<p><a href="mailto:toasoan@bao.vn" rel="noopener noreferrer">thư</a></p>',
        '<p><a href="tel:+84257123" rel="noopener noreferrer">điện thoại</a></p>',
        f'<figure class="image"><img src="{PICTURE}" alt="Cầu &quot;mới&quot;" width="960" height="640">'
        "<figcaption>Ảnh: <em>Thái Sơn</em></figcaption></figure>",
        '<table><caption>Giá</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        '<tbody><tr><td colspan="2">1 &lt; 2</td></tr></tbody></table>',
        f"<p>Trước</p>\n{EMBED}\n<p>Sau</p>",
        "<p>Một</p>\n<hr>\n<p>Hai</p>",
    ],
)
def test_an_articles_own_html_is_kept_as_it_is(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Chỉ chữ", "<p>Chỉ chữ</p>"),
        ("<p>&nbsp;</p><p> <br> </p><p></p><p>a</p>", "<p>a</p>"),
        ("<h1>Đầu đề</h1><h5>Nhỏ</h5>", "<h2>Đầu đề</h2>\n<h3>Nhỏ</h3>"),
        ("<del>cũ</del><ins>mới</ins><strike>sai</strike>", "<p><s>cũ</s><u>mới</u><s>sai</s></p>"),
        ("<div>Một</div><div>Hai<div>Ba</div></div>bốn", "<p>Một</p>\n<p>Hai</p>\n<p>Ba</p>\n<p>bốn</p>"),
        ("<table><tr><td><div>a</div><div>b</div></td></tr></table>", None),
        ("<blockquote>Lời <b>nói</b></blockquote>", "<blockquote><p>Lời <b>nói</b></p></blockquote>"),
        ("<b style='font-weight:normal'><p>a</p><p>b</p></b>", "<p>a</p>\n<p>b</p>"),  # Google Docs
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),  # Word
        ("<ul>chữ<li>a</li></ul>", "<ul><li>chữ</li><li>a</li></ul>"),
        (
            '<p class="MsoNormal" style="margin:0"><span lang="VI">Kính&nbsp;gửi<o:p></o:p></span></p>',
            "<p>Kính gửi</p>",
        ),
        ("<p>a<b> </b>b <i></i>c</p>", "<p>a b c</p>"),
        ("<p>Ho\u0300a, &#104;&ograve;a, ðất, a\u200bb</p>", "<p>Hòa, hòa, đất, ab</p>"),
        ("<p>Sao&#x202e;gnoud</p>", "<p>Saognoud</p>"),
        ("<p>a\x00b\x07c\ud800d</p>", "<p>abcd</p>"),
        (
            '<p><a href="https://a.vn/x y">a</a></p>',
            '<p><a href="https://a.vn/x%20y" rel="noopener noreferrer">a</a></p>',
        ),
        ("<figure><figcaption>Không ảnh</figcaption></figure>", "<p>Không ảnh</p>"),
        (
            f"<figure><div><img src='{PICTURE}' width='50%'></div>Cầu</figure>",
            f'<figure class="image"><img src="{PICTURE}"><figcaption>Cầu</figcaption></figure>',
        ),
        (
            f'<p><img src="http://127.0.0.1:8000{PICTURE}" alt="A&#x301;"></p>',
            f'<p><img src="{PICTURE}" alt="Á"></p>',
        ),
    ],
)
def test_what_comes_from_word_the_web_or_old_archives_becomes_plain_articles(typed, stored):
    expected = stored or "<table><tbody><tr><td><p>a</p><p>b</p></td></tr></tbody></table>"
    assert clean(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        f"<p>https://www.youtube.com/watch?v={VIDEO}&t=3s</p>",
        f'<p><a href="https://youtu.be/{VIDEO}">https://youtu.be/{VIDEO}</a></p>',
        f"https://youtube.com/shorts/{VIDEO}",
        f'<iframe src="//www.youtube.com/embed/{VIDEO}?rel=0" width=560><p>x</iframe>',
        f'<figure><iframe src="https://www.youtube-nocookie.com/embed/{VIDEO}"></iframe></figure>',
        f'<div class="embed" data-provider="youtube" data-id="{VIDEO}" onclick="x">chữ</div>',
    ],
)
def test_a_video_is_stored_as_provider_and_number(typed):
    assert clean(typed) == EMBED


def test_a_link_with_words_of_its_own_stays_a_link():
    html = f'<p><a href="https://youtu.be/{VIDEO}" rel="noopener noreferrer">Xem video</a></p>'
    assert clean(html) == html


@pytest.mark.parametrize(
    "address",
    ["https://vimeo.com/1", "https://youtube.com.evil.vn/embed/" + VIDEO, "https://youtu.be/short", ""],
)
def test_other_addresses_are_no_videos(address):
    assert video_id(address) == ""
    assert "embed" not in clean(f'<iframe src="{address}"></iframe><p>chữ</p>')


# --- what never passes ----------------------------------------------------------------------------

CODE = "alert(1)"
HOSTILE = [
    f"<script>{CODE}</script>",
    f"<scr<script>ipt>{CODE}</script>",
    f"<ScRiPt/x>{CODE}</sCrIpT >",
    f"<img src=x onerror={CODE}>",
    f"<img src='{PICTURE}' onload={CODE}>",
    f'<img src="{PICTURE}" alt="&quot; onerror=&quot;{CODE}">',
    f'<img src="javascript:{CODE}">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="https://tracker.example/pixel.gif">',
    '<img src="//tracker.example/pixel.gif">',
    '<img src="/media/../admin/logout/">',
    '<img src="/media/x.svg">',
    '<img src="/media/a.png?x=1">',
    f"<svg onload={CODE}></svg>",
    f"<svg><script>{CODE}</script></svg>",
    f'<svg><a xlink:href="javascript:{CODE}"><text>x</text></a></svg>',
    f"<svg><style><img src=x onerror={CODE}></style></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={CODE}&gt;'>",
    f"<math><annotation-xml encoding=text/html><p><style><img src onerror={CODE}></style>",
    f"<noscript><p title='</noscript><img src=x onerror={CODE}>'></noscript>",
    f"<template><img src=x onerror={CODE}></template>",
    f"<textarea><img title='</textarea><img src=x onerror={CODE}>'></textarea>",
    f"<title><img title='</title><img src=x onerror={CODE}>'></title>",
    f"<xmp><p title='</xmp><img src=x onerror={CODE}>'></xmp>",
    f"<noembed><img src=x onerror={CODE}></noembed>",
    f"<plaintext><img src=x onerror={CODE}>",
    f"<!--><img src=x onerror={CODE}>-->",
    f"<!--!><img src=x onerror={CODE}>",
    f"<![CDATA[<img src=x onerror={CODE}>]]>",
    f"<a href='javascript:{CODE}'>x</a>",
    f"<a href=' jAvAsCrIpT:{CODE}'>x</a>",
    f"<a href='java\tscript:{CODE}'>x</a>",
    f"<a href='java&#10;script:{CODE}'>x</a>",
    f"<a href='java&#x200b;script:{CODE}'>x</a>",
    f"<a href='&#x1;javascript:{CODE}'>x</a>",
    f"<a href='data:text/html,<script>{CODE}</script>'>x</a>",
    f"<a href='vbscript:{CODE}'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='/&#9;/evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    f"<a href='https://a.vn' target=_blank onclick={CODE} style='position:fixed'>x</a>",
    f"<iframe src='javascript:{CODE}'></iframe>",
    f"<iframe srcdoc='<script>{CODE}</script>'></iframe>",
    f"<iframe src='https://www.youtube.com/embed/{VIDEO}' srcdoc='<script>{CODE}</script>'></iframe>",
    f"<object data='javascript:{CODE}'></object><embed src='javascript:{CODE}'>",
    f"<form action='javascript:{CODE}'><button formaction='javascript:{CODE}'>x</button></form>",
    f"<input autofocus onfocus={CODE}><select autofocus onfocus={CODE}></select>",
    f"<video><source onerror={CODE}></video><audio src=x onerror={CODE}></audio>",
    f"<details open ontoggle={CODE}>x</details><marquee onstart={CODE}>x</marquee>",
    f"<body onload={CODE}><html onclick={CODE}>x",
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<p id='csrfmiddlewaretoken' name='x' class='button'>x</p>",
    f"<div class='embed' data-provider='youtube' data-id='\"><script>{CODE}</script>'></div>",
    "<div class='embed' data-provider='evil' data-id='dQw4w9WgXcQ'></div>",
    f"<div class='embed {CODE}' data-provider='youtube' data-id='{VIDEO}'></div>",
    f"<table background='javascript:{CODE}'><tr><td onmouseover={CODE}>x</td></tr></table>",
    f"<b/onmouseover={CODE}>x</b><b onmouseover='{CODE}'a=b>y</b>",
    f"<p <img src=x onerror={CODE}>",
    f"<img src='x\" onerror=\"{CODE}'>",
    f'<a href="https://a.vn" title="><img src=x onerror={CODE}>">x</a>',
]
TAG = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
HARMLESS = {
    ("a", "href"): r"(https?://|mailto:|tel:|/(?![/\\])).*",
    ("a", "rel"): "noopener noreferrer",
    ("img", "src"): r"/media/[\w/-]+\.(avif|webp|jpg|jpeg|png|gif)",
    ("img", "alt"): ".*",
    ("img", "width"): r"\d+",
    ("img", "height"): r"\d+",
    ("figure", "class"): "image",
    ("div", "class"): "embed",
    ("div", "data-provider"): "youtube",
    ("div", "data-id"): r"[\w-]{11}",
    ("ol", "start"): r"\d+",
    ("td", "colspan"): r"\d+",
    ("td", "rowspan"): r"\d+",
    ("th", "colspan"): r"\d+",
    ("th", "rowspan"): r"\d+",
    ("th", "scope"): r"(row|col)(group)?",
}


def assert_harmless(html: str) -> None:
    """Reads the output with a reader of its own: every "<" begins a known tag with known attributes."""
    for piece in re.findall(r"<[^>]*>?", html):
        tag = TAG.fullmatch(piece)
        assert tag, piece
        assert tag[2] in markup.TAGS, piece
        for name, value in ATTRIBUTE.findall(tag[3]):
            assert re.fullmatch(HARMLESS[tag[2], name], value), piece


@pytest.mark.parametrize("html", HOSTILE)
@pytest.mark.parametrize(
    "around", ["{}", "<p>trước {} sau</p>", "<table><tr><td>{}</td></tr></table>", "<b><ul><li>{}"]
)
def test_hostile_html_comes_out_harmless(html, around):
    cleaned = clean(around.format(html))
    assert_harmless(cleaned)
    assert "evil.example" not in re.sub(r">[^<]*<", "><", cleaned)
    assert clean(cleaned) == cleaned


PIECES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.text("<>/&;\"'= a\u0338\u0301\u200b\u00a0\x00", max_size=6),
    st.builds(
        "<{}{}{}>".format,
        st.sampled_from(["", "/"]),
        st.sampled_from(
            sorted(markup.TAGS | markup.RENAMED.keys() | {"iframe", "svg", "math", "span", "font"})
        ),
        st.sampled_from(
            ["", " class=image", f" src='{PICTURE}'", " href=/x", " href='https://a.vn/ b'", " colspan=2"]
        ),
    ),
)


@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_cleaning_twice_is_cleaning_once(html):
    cleaned = clean(html)
    assert_harmless(cleaned)
    assert clean(cleaned) == cleaned


LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\u0338"), max_size=60)


@settings(deadline=None)
@given(st.lists(LETTERS, max_size=5))
def test_text_of_paragraphs_is_neither_lost_nor_made_up(paragraphs):
    html = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    words = [word for text in paragraphs for word in normalise(text).split()]
    assert plain(clean(html)).split() == words


# --- how much -------------------------------------------------------------------------------------


def test_a_text_above_one_megabyte_is_refused_with_a_sentence():
    clean("<p>" + "a" * (MAX_BYTES - 20) + "</p>")
    with pytest.raises(TooLong, match="1 MB"):
        clean("<p>" + "ă" * (MAX_BYTES // 2 + 1) + "</p>")
    with pytest.raises(TooLong):
        clean("&" * (MAX_BYTES - 1))  # written as &amp; it is five times as long


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * (MAX_TAGS - 1),
        "<ul><li>" * (MAX_TAGS // 2 - 1),
        "<table>" * (MAX_TAGS - 1),
        "<x>" * (MAX_TAGS // 2) + "<p>" * (MAX_TAGS // 2 - 1),
        "".join(f"<b x={i}>" for i in range(14_000)) + "<p>" * 14_000,
        "<p " + " ".join(f"a{i}=1" for i in range(90_000)) + ">x",
        "<a href='" + "&" * 150_000 + "'>x</a>",
    ],
)
def test_html_made_to_exhaust_the_server_is_dealt_with_in_seconds(html):
    began = time.process_time()
    assert_harmless(clean(html))
    assert time.process_time() - began < 4


def test_more_tags_than_any_article_has_are_refused():
    with pytest.raises(TooLong):
        clean("<i>" * (MAX_TAGS + 1))


# --- for programs ---------------------------------------------------------------------------------


def test_the_words_of_a_body():
    html = clean(
        "<h2>Giá &amp; cả</h2><p>Một <b>h</b>ai<br>ba</p><ul><li>bốn<ul><li>năm</ul></ul>"
        f"<table><tr><td>6</td><td>7 &lt; 8</td></tr></table>"
        f"<figure><img src='{PICTURE}' alt='x>'><figcaption>chín"
    )
    assert plain(html) == "Giá & cả\nMột hai\nba\nbốn\nnăm\n6\n7 < 8\nchín"
    assert plain("") == ""


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("<h3>Một</h3><p>x</p><h3>Hai</h3>", "22"),
        ("<h4>Một</h4><h2>Hai</h2><h4>Ba</h4><h3>Bốn</h3><h2>Năm</h2>", "22332"),
        ("<h2>Một</h2><h3>Hai</h3><h4>Ba</h4><h2>Bốn</h2>", "2342"),
        ("<blockquote><h4>Trích</h4></blockquote><h3>Một</h3>", "22"),
    ],
)
def test_no_heading_skips_a_level(typed, levels):
    """Readers who hear the page go by its headings; the article's own is the h1."""
    cleaned = clean(typed)
    assert "".join(re.findall(r"<h(\d)>", cleaned)) == levels
    assert clean(cleaned) == cleaned


def test_reading_time_is_whole_minutes():
    assert reading_minutes("") == 1
    assert reading_minutes("<p>" + "chữ " * 1100 + "</p>") == 5


# --- on the page ----------------------------------------------------------------------------------


def test_a_reader_gets_frames_all_sizes_and_tables_that_scroll(client, db):
    picture = make_picture(size=(1400, 700), credit="Ảnh: Thái Sơn")
    body = (
        f'<p>Xem:</p>{EMBED}<figure><img src="{picture.url(1280)}" alt="Cầu" width="1280" height="640">'
        "<figcaption>Chú</figcaption></figure>"
        "<table><caption>Giá <b>vàng</b></caption><tr><td>1</td></tr></table>"
        "<table><tr><td>2</td></tr></table><p>1 &lt; 2</p>"
    )
    page = client.get(make_article("Cầu <mới>", body=body).get_absolute_url()).content.decode()
    assert "<iframe" not in page  # nothing is asked of another host before the reader presses play
    assert f'data-player="https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1"' in page
    assert f'href="https://www.youtube.com/watch?v={VIDEO}"' in page
    assert 'data-title="Cầu &lt;mới&gt;"' in page
    assert "frame-src https://www.youtube-nocookie.com; media-src 'none'" in page
    base = picture.url(1280).rsplit("/", 1)[0]
    assert f'<source type="image/avif" srcset="{base}/320.avif 320w, {base}/640.avif 640w, ' in page
    assert f'<img src="{base}/960.jpg" width="1280" height="640" alt="Cầu" loading="lazy"' in page
    assert (
        page.count('<div class="table-scroll" tabindex="0" role="region"')
        == page.count("</table></div>")
        == 2
    )
    assert 'aria-label="Giá vàng"' in page
    assert "<p>1 &lt; 2</p>" in page


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("h2 h3 h4 h2", "h2 h3 h4 h2"),
        ("h3 h3 h4 h3", "h2 h2 h3 h2"),
        ("h2 h4 h4 h3", "h2 h3 h3 h3"),
        ("h4 h3 h2", "h2 h2 h2"),
    ],
)
def test_headings_go_down_step_by_step_for_readers_who_listen(written, read):
    text = "".join(f"<{tag}>Mục</{tag}><p>Lời.</p>" for tag in written.split())
    shown = show(Article(body=clean(text), body_policy=POLICY))
    assert show(Article(body=text, body_policy=POLICY - 1)) == shown, "what older rules left is cleaned first"
    assert re.findall("<(h[2-6])>", shown) == re.findall("</(h[2-6])>", shown) == read.split()


BITS = '<h2> | <table> | </table> | <figure class="image"> | <img src=x> | " | Ảnh: A</figcaption> | &lt;'


@given(st.lists(st.sampled_from(BITS.split(" | "))))
def test_attributes_and_texts_hold_nothing_that_the_page_takes_for_a_tag(parts):
    """Else what stands in its place would end the attribute, and the rest would be markup."""
    typed = escape("".join(parts))
    body = clean(
        f'<p><a href="https://vidu.example/?q={typed}">{typed}</a></p><p><img src="/a.jpg" alt="{typed}"></p>'
    )
    reader = Tags()
    reader.feed(show(Article(kind="long", body=body, body_policy=POLICY)))
    assert set(reader.seen) <= {"p", "a", "img"}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)


def test_a_body_stored_under_older_rules_is_cleaned_before_it_is_shown(client, db):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(body="<p>a</p><script>alert(1)</script>", body_policy=0)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "alert(1)" not in page


# --- when the rules change ------------------------------------------------------------------------


def test_older_bodies_are_cleaned_again_and_what_changed_is_printed(db, capsys):
    odd, fine, current = (make_article(title) for title in ("Bài cũ", "Bài lành", "Bài mới"))
    odd.body = "<p>a</p><blink>b</blink>"  # written and approved when this passed
    Article.objects.filter(pk=odd.pk).update(body=odd.body, body_policy=0, seal=seal_of(odd.content()))
    Article.objects.filter(pk=fine.pk).update(body_policy=0)
    before = Article.objects.get(pk=odd.pk)
    assert before.is_sealed

    call_command("reclean_bodies", "--dry-run")
    assert "1 would be changed, 1 unchanged" in capsys.readouterr().out
    assert Article.objects.get(pk=odd.pk).body == before.body

    call_command("reclean_bodies")
    printed = capsys.readouterr().out
    assert "1 changed, 1 unchanged, 0 refused" in printed
    assert "Bài cũ" in printed
    assert "Bài lành" not in printed
    after = Article.objects.get(pk=odd.pk)
    assert after.body == "<p>a</p>\n<p>b</p>"
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert after.is_sealed  # still the approved text
    assert set(Article.objects.values_list("body_policy", flat=True)) == {POLICY}
    assert Article.objects.get(pk=current.pk).body == current.body

    call_command("reclean_bodies")
    assert "0 changed, 0 unchanged" in capsys.readouterr().out


def test_the_verb_stores_clean_html_with_its_policy(db):
    by = make_person()
    article = Article.objects.start(by)
    article.revise(by, seen=0, changes={"title": "Bài", "body": "<h1>A</h1><script>x</script>"})
    stored = Article.objects.get(pk=article.pk)
    assert (stored.body, stored.body_policy) == ("<h2>A</h2>", POLICY)
