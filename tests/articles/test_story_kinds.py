"""Photo stories, films, podcasts and long-form articles: from the newsroom's form to the reader's page."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from articles.models import Article, Revision
from articles.models.content import LATER, seal_of
from articles.workflow import Refused
from recordings.models import Recording
from tests.factory import make_article, make_picture, make_section
from tests.recordings.files import FILM, SOUND, mp3, mp4

pytestmark = pytest.mark.django_db
LINK = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
FIGURE = '<figure class="image"><img src="{}" alt="{}"><figcaption>Chú. Ảnh: Minh Quân</figcaption></figure>'


def read(client, article) -> str:
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def make_recording(data: bytes = b"", title="Bình minh") -> Recording:
    return Recording.objects.keep(ContentFile(data or mp4(FILM, SOUND), "tep"), None, title=title)


def test_a_photo_story_is_a_gallery_without_script_too(client):
    pictures = [make_picture(size=(1400, 900)) for _n in range(3)]
    figures = "".join(FIGURE.format(picture.url(640), n) for n, picture in enumerate(pictures, 1))
    story = make_article("Chợ nổi họp lại", kind="photo", body=f"<p>Mở đầu.</p>{figures}")
    page = read(client, story)
    assert re.findall(r'<a href="#(p\d)"><img src="[^"]+/320.webp"', page) == ["p1", "p2", "p3"]
    assert re.findall(r'<figure class="image" id="(p\d)">', page) == ["p1", "p2", "p3"]
    assert "/1400.webp 1400w" in page  # wider than the rung in the text, as wide as the picture is
    assert page.count('<span class="credit">Ảnh: Minh Quân</span>') == 3
    assert "js/gallery.js" in page
    card = client.get("/kinh-te/").content.decode()
    assert '<span class="card__word">Ảnh</span>' in card


def test_a_bare_photo_story_is_a_page_too(client):
    assert 'class="strip"' not in read(client, make_article("Chưa có ảnh", kind="photo"))


def test_a_film_of_our_own_is_played_from_our_address_alone(client):
    film = make_recording()
    article = make_article(
        "Bình minh trên đầm",
        kind="video",
        recording_id=film.pk,
        transcript="Chào bạn đọc.\n\nĐây là đầm Trà Sa.",
        lead_picture_id=make_picture().pk,
    )
    page = read(client, article)
    assert f'<source src="{film.url}" type="video/mp4">' in page
    assert "frame-src 'none'; media-src 'self'" in page
    assert "<p>Đây là đầm Trà Sa.</p>" in page
    news = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    video = news["video"]
    assert (video["@type"], video["duration"]) == ("VideoObject", "PT95S")
    assert video["contentUrl"].endswith(film.url)
    assert video["transcript"].startswith("Chào")
    assert video["thumbnailUrl"]
    assert video["uploadDate"]


def test_a_podcast_is_heard_and_its_words_are_found(client):
    sound = make_recording(mp3(500))
    article = make_article(
        "Chuyện bên đầm", kind="audio", recording_id=sound.pk, transcript="Tiếng sếu đầu đỏ."
    )
    page = read(client, article)
    assert f'<source src="{sound.url}" type="audio/mpeg">' in page
    assert '"@type":"AudioObject"' in page
    assert "Chuyện bên đầm" in client.get("/tim-kiem/?q=sếu+đầu+đỏ").content.decode()


def test_another_host_learns_nothing_before_the_reader_presses_play(client):
    page = read(client, make_article("Đua thuyền", kind="video", recording_link=LINK))
    assert "<iframe" not in page
    assert 'data-player="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"' in page
    assert "frame-src https://www.youtube-nocookie.com; media-src 'none'" in page
    assert '"embedUrl":"https://www.youtube-nocookie.com/' in page
    plain = read(client, make_article("Tin thường"))
    assert "frame-src 'none'; media-src 'none'" in plain


def test_a_long_read_has_chapters(client):
    body = "<h2>Mùa nước</h2><p>Một.</p><h2>Mùa <b>gió</b></h2><p>Hai.</p>"
    page = read(client, make_article("Trăm năm phố cổ", kind="long", body=body))
    assert '<a href="#c1">Mùa nước</a>' in page
    assert '<a href="#c2">Mùa gió</a>' in page
    assert '<h2 id="c2">Mùa ' in page


def test_a_reporter_chooses_the_kind_and_is_told_what_does_not_fit(login, cast):
    client, sound = login(cast.reporter), make_recording(mp3())
    rows = {f"{name}-{count}_FORMS": 0 for name in ("bylines", "picks") for count in ("TOTAL", "INITIAL")}
    form = rows | {
        "title": "Bình minh trên đầm Trà Sa",
        "lead": "Năm phút trên đầm, từ lúc trời còn tối.",
        "body": "<p>Chữ.</p>",
        "section": make_section().pk,
        "kind": "video",
        "recording": sound.pk,
    }
    page = client.post("/admin/articles/article/add/", form).content.decode()
    assert "Tệp này không phải là video" in page
    form |= {"recording": "", "recording_link": "https://evil.example/watch?v=1"}
    page = client.post("/admin/articles/article/add/", form).content.decode()
    assert "YouTube, Vimeo, Spotify" in page
    form["recording_link"] = LINK
    assert client.post("/admin/articles/article/add/", form).status_code == 302
    article = Article.objects.get()
    assert (article.kind, article.recording_link) == ("video", LINK)
    preview = client.get(reverse("admin:articles_article_preview_page", args=[article.pk]))
    assert "data-player=" in preview.content.decode()


def test_a_film_without_a_recording_goes_nowhere(cast):
    article = make_article("Phim trống", kind="video", published=False)
    with pytest.raises(Refused, match="tệp ghi"):
        article.move("submit", article.created_by, seen=article.version)


def test_another_kind_is_another_text_to_approve(client, login, cast, django_capture_on_commit_callbacks):
    article = make_article("Chợ nổi họp lại", body="<h2>Một</h2><p>Chữ.</p><h2>Hai</h2><p>Chữ.</p>")
    article.revise(cast.chief, seen=article.version, changes={"kind": "long"})
    assert 'class="chapters"' not in read(client, article)  # readers keep what was approved
    with django_capture_on_commit_callbacks(execute=True):
        article.move("approve_edit", cast.chief, seen=article.version)
    assert 'class="chapters"' in read(client, article)
    changed = article.revisions.filter(act="edit").first()
    page = login(cast.chief).get(
        reverse("admin:articles_article_version", args=[article.pk, changed.version])
    )
    assert "Emagazine" in page.content.decode()


def test_what_was_approved_before_there_were_kinds_stays_approved(cast):
    article = make_article("Bài cũ")
    old = {name: value for name, value in article.content().items() if name not in LATER}
    assert seal_of(old) == article.seal
    article.revise(cast.chief, seen=article.version, changes={"title": "Bài cũ, tựa mới"})
    pending = article.pending_edit
    pending.content = {name: value for name, value in pending.content.items() if name not in LATER}
    pending.save(update_fields=["content"])
    Revision.objects.filter(article=article).update(content=pending.content)
    fresh = Article.objects.get(pk=article.pk)
    fresh.move("approve_edit", cast.chief, seen=fresh.version)
    assert (fresh.title, fresh.kind, fresh.is_sealed) == ("Bài cũ, tựa mới", "story", True)
