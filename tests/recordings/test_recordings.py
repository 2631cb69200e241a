"""Films and sound of the paper's own: taken by what is in them, played from our address, in parts."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from recordings.models import Recording
from recordings.reading import BadRecording, read
from tests.factory import make_person
from tests.recordings.files import FILM, SOUND, mp3, mp4, track, webm


def keep(data: bytes, title="Bình minh trên đầm", name="phim.mp4") -> Recording:
    return Recording.objects.keep(ContentFile(data, name), make_person(), title=title)


@pytest.mark.parametrize(
    ("data", "kind", "extension", "seconds", "size"),
    [
        (mp4(FILM, SOUND), "video", "mp4", 95, (640, 360)),
        (mp4(SOUND), "audio", "m4a", 95, (None, None)),
        (webm(), "video", "webm", 12, (320, 180)),
        (mp3(), "audio", "mp3", 1, (None, None)),
    ],
)
def test_a_file_is_what_is_in_it(data, kind, extension, seconds, size):
    found = read(BytesIO(data))
    assert (found.kind, found.extension, round(found.seconds)) == (kind, extension, seconds)
    assert (found.width, found.height) == size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        mp4(),  # nothing to play
        mp4(track(b"vide", b"hvc1"), SOUND),  # few browsers play HEVC
        mp4(FILM)[:-50],  # broken off
        mp4(FILM)[:528],  # without its index
        webm(doctype=b"matroska"),
        webm(codec=b"V_MPEG4/ISO/AVC"),
        b"\x1a\x45\xdf\xa3" + bytes(50),
        b"\xff\xfb\x90\x00" + b"no frame follows" * 100,
        b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"text" * 100,
    ],
)
def test_what_cannot_be_played_is_refused_with_a_sentence(data):
    with pytest.raises(BadRecording) as refusal:
        read(BytesIO(data))
    assert str(refusal.value).endswith(".")


@pytest.mark.django_db
def test_a_reporter_adds_a_film_and_a_disguised_page_is_refused(login, cast):
    client = login(cast.reporter)
    sent = {"title": "Bình minh", "file": SimpleUploadedFile("trang.mp4", b"<script>alert(1)</script>")}
    answer = client.post("/admin/recordings/recording/add/", sent)
    assert "Không nhận được tệp này" in answer.content.decode()
    assert not Recording.objects.exists()
    sent["file"] = SimpleUploadedFile("ten la.exe", mp4(FILM, SOUND))
    assert client.post("/admin/recordings/recording/add/", sent).status_code == 302
    film = Recording.objects.get()
    assert (film.kind, film.length, film.uploaded_by) == ("video", "1:35", cast.reporter)
    assert film.url.endswith(".mp4")
    assert default_storage.exists(film.name)
    listed = client.get("/admin/recordings/recording/").content.decode()
    assert "Bình minh" in listed
    assert client.get(f"/admin/recordings/recording/{film.pk}/change/").status_code == 200


@pytest.mark.django_db
def test_a_player_jumps_by_asking_for_a_part(client):
    film = keep(mp4(FILM, SOUND))
    whole = b"".join(client.get(film.url).streaming_content)
    assert whole == mp4(FILM, SOUND)
    part = client.get(film.url, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert (part["Content-Type"], part["Content-Length"]) == ("video/mp4", "10")
    assert b"".join(part.streaming_content) == whole[10:20]
    rest = client.get(film.url, headers={"Range": f"bytes={len(whole) - 5}-"})
    assert b"".join(rest.streaming_content) == whole[-5:]
    beyond = client.get(film.url, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    for nonsense in ("bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5"):
        assert client.get(film.url, headers={"Range": nonsense}).status_code in {200, 416}


@pytest.mark.django_db(transaction=True)
def test_a_deleted_recording_takes_its_file_along():
    film = keep(mp4(FILM))
    film.delete()
    assert not default_storage.exists(film.name)


@pytest.mark.django_db
def test_a_long_film_is_added_on_the_server(tmp_path, capsys):
    file = tmp_path / "phim dài.mp4"
    file.write_bytes(mp4(FILM))
    call_command("add_recording", file, title="Phim dài")
    assert "Phim dài" in capsys.readouterr().out
    file.write_bytes(b"not a film")
    with pytest.raises(CommandError):
        call_command("add_recording", file)
