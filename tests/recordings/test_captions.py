"""Words for those who cannot hear a film: taken as WebVTT, written anew, approved with the article."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from recordings.captions import BadCaptions, read
from recordings.models import Captions, Recording
from tests.factory import make_article, make_person
from tests.recordings.files import FILM, SOUND, mp4

ADD = "/admin/recordings/recording/add/"
WORDS = """WEBVTT - lời của phim

NOTE do Thu Hiền gõ

STYLE
::cue { background: url(https://evil.example/) }

1
00:01.500 --> 00:04.000 line:90% align:center
Chào bạn đọc!

00:00:04.000 --> 00:00:08.250
<i>Nước</i> lên rồi,
ghe về rồi.
"""


def film() -> Recording:
    return Recording.objects.keep(ContentFile(mp4(FILM, SOUND), "phim.mp4"), None, title="Bình minh")


def kept(recording: Recording, words=WORDS) -> Captions:
    return Captions.objects.keep(recording, ContentFile(words.encode()), make_person())


def test_cues_are_kept_and_nothing_else():
    assert read(BytesIO(b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode())) == (
        "WEBVTT\n\n"
        "00:01.500 --> 00:04.000 line:90% align:center\nChào bạn đọc!\n\n"
        "00:00:04.000 --> 00:00:08.250\n<i>Nước</i> lên rồi,\nghe về rồi.\n"
    )
    decomposed = "WEBVTT\n\n00:01.000 --> 00:02.000\nNu\u031bo\u031b\u0301c\n"
    assert read(BytesIO(decomposed.encode())).endswith("Nước\n")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "WEBVTT"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "WEBVTT"),
        (b"1\n00:00:01,500 --> 00:00:04,000\nSubRip\n", "WEBVTT"),
        (b"WEBVTTER\n\n00:01.000 --> 00:02.000\nx\n", "WEBVTT"),
        (b"WEBVTT\n\nNOTE nothing else\n", "phụ đề nào"),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nx\n", "Dòng 3"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "Dòng 3"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:01.000 --> 00:02.000\ny\n", "Dòng 6"),
        (b"WEBVTT\n\nwords without a time\n", "Dòng 3"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n00:03.000 --> 00:04.000\nx\n", "Dòng 3"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nTiếng\n".encode("utf-16"), "UTF-8"),
        (b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nx\n\n" * 50_000, "1 MB"),
    ],
)
def test_what_is_no_webvtt_is_refused_with_a_sentence(data, said):
    with pytest.raises(BadCaptions) as refusal:
        read(BytesIO(data))
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.django_db
def test_a_reporter_sends_a_film_with_its_captions(login, cast):
    client = login(cast.reporter)

    def send(film: bytes, words: bytes):
        files = {
            "file": SimpleUploadedFile("p.mp4", film),
            "captions_file": SimpleUploadedFile("p.vtt", words),
        }
        return client.post(ADD, {"title": "Bình minh"} | files)

    assert "dòng đầu phải là WEBVTT" in send(mp4(FILM, SOUND), b"1\n00:00:01,500").content.decode()
    assert "chỉ hiện trong video" in send(mp4(SOUND), WORDS.encode()).content.decode()
    assert not Recording.objects.exists()
    assert send(mp4(FILM, SOUND), WORDS.encode()).status_code == 302
    words = Captions.objects.get()
    assert (words.recording.title, words.uploaded_by) == ("Bình minh", cast.reporter)
    page = reverse("admin:recordings_recording_change", args=[words.recording_id])
    assert words.url in client.get(page).content.decode()
    better = SimpleUploadedFile("p.vtt", WORDS.replace("ghe", "đò").encode())
    assert client.post(page, {"title": "Bình minh", "captions_file": better}).status_code == 302
    assert Captions.objects.count() == 2


@pytest.mark.django_db
def test_readers_see_captions_once_they_are_approved(client, cast, django_capture_on_commit_callbacks):
    recording = film()
    first = kept(recording)
    article = make_article("Bình minh trên đầm", kind="video", recording_id=recording.pk)

    def page() -> str:
        return client.get(article.get_absolute_url()).content.decode()

    track = f'<track kind="captions" src="{first.url}" srclang="vi" label="Phụ đề">'
    assert track in page()
    assert '"caption":{"@type":"MediaObject"' in page()
    served = client.get(first.url)
    assert served["Content-Type"] == "text/vtt"
    assert b"".join(served.streaming_content).startswith(b"WEBVTT\n\n00:01.500")

    better = kept(recording, WORDS.replace("ghe", "đò"))
    assert track in page()
    article.refresh_from_db()
    assert article.is_sealed
    article.revise(cast.chief, seen=article.version, changes={"recording_id": recording.pk})
    assert track in page()  # what was approved, until somebody approves the new ones
    with django_capture_on_commit_callbacks(execute=True):
        article.move("approve_edit", cast.chief, seen=article.version)
    assert better.url in page()


@pytest.mark.django_db
def test_other_captions_break_the_seal(cast):
    recording = film()
    article = make_article("Bình minh", kind="video", recording_id=recording.pk)
    assert article.is_sealed
    Article.objects.filter(pk=article.pk).update(captions=kept(recording))
    assert not Article.objects.get(pk=article.pk).is_sealed


@pytest.mark.django_db(transaction=True)
def test_a_deleted_film_takes_its_captions_along():
    recording = film()
    words = kept(recording)
    assert re.fullmatch(r"recordings/[0-9a-f]{2}/[0-9a-f]{32}\.vtt", words.name)
    recording.delete()
    assert not default_storage.exists(words.name)
