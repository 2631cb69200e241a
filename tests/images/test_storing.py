"""Row and files live and die together: on a full disk, on a failing database, when a picture is deleted."""

import os
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DataError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from images import files
from images.models import Image
from images.signals import picture_changed
from images.upload import store
from tests.factory import make_article, make_person, make_picture
from tests.images.conftest import encoded, files_on_storage, near, nothing_is_left, opened, scene, sent


@pytest.fixture
def full_disk(tmp_path, settings):
    """The media folder on a file system with room for a few files of a picture only."""
    place = tmp_path / "full"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small file system")
    settings.MEDIA_ROOT = place
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_a_reporter_is_told_and_nothing_is_left(full_disk, cast, login, send):
    login(cast.reporter)
    answer = send(encoded(scene((1600, 1200)), "JPEG"))
    assert answer.status_code == 507
    assert answer.json()["error"]["message"]
    assert nothing_is_left()
    assert not any(path.is_file() for path in full_disk.rglob("*"))
    assert send(encoded(scene((40, 40)), "PNG")).status_code == 200  # a small one still fits


def test_on_a_full_disk_the_form_without_script_tells_of_each_file(full_disk, cast, login):
    client = login(cast.reporter)
    files = [sent(encoded(scene((1600, 1200)), "JPEG"), name) for name in ("cau.jpg", "dam.jpg")]
    page = client.post("/admin/images/image/add/", {"file": files}).content.decode()
    assert "“cau.jpg”: Máy chủ đã hết chỗ" in page
    assert "“dam.jpg”: Máy chủ đã hết chỗ" in page
    assert nothing_is_left()


def test_when_the_row_cannot_be_written_no_file_is_left(db):
    with pytest.raises(DataError), transaction.atomic():
        store(BytesIO(encoded(scene(), "JPEG")), make_person(), caption="x" * 501)
    assert nothing_is_left()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_takes_its_files_along_once_that_is_certain():
    image, kept = make_picture(), make_picture()
    with transaction.atomic():
        Image.objects.get(pk=image.pk).delete()
        transaction.set_rollback(True)  # second thoughts
    assert default_storage.exists(image.original_name)
    image.delete()
    assert {name.split("/")[2] for name in files_on_storage()} == {kept.token}
    Image.objects.all().delete()
    assert nothing_is_left()
    assert default_storage.listdir(f"pictures/{kept.token[:2]}") == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_picture_of_an_article_cannot_be_deleted():
    image = make_picture()
    make_article(lead_picture_id=image.pk)
    with pytest.raises(ProtectedError):
        image.delete()
    assert default_storage.exists(image.original_name)


@pytest.mark.django_db(transaction=True)
def test_a_new_focal_point_makes_a_new_social_crop_and_is_told_upwards():
    image = store(BytesIO(encoded(scene((600, 1800)), "PNG")), make_person())
    before, heard = image.social_url, []

    def listen(image, **_signal):
        heard.append(image.pk)

    picture_changed.connect(listen)
    try:
        image.set_focus(50, 100)
    finally:
        picture_changed.disconnect(listen)
    image.refresh_from_db()
    assert heard == [image.pk]
    assert image.focus == (50, 100)
    assert image.social_url != before
    crop = opened(image.social_url.removeprefix("/media/"))
    assert crop.size == (1200, 630)
    assert near(crop.getpixel((100, 300)), (0, 0, 255))
    assert default_storage.exists(before.removeprefix("/media/"))  # cached pages still name it
    with pytest.raises(ValueError, match="101"):
        image.set_focus(101, 0)


def test_what_a_killed_upload_left_is_swept_up_after_a_day(db):
    image = make_picture()
    old, young = "aa" * 16, "bb" * 16
    for token in (old, young):
        files.write(token, {"original.jpg": b"half a picture"})
    path = default_storage.path(f"pictures/aa/{old}/original.jpg")
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(path, (long_ago, long_ago))
    call_command("remove_stray_pictures")
    assert {name.split("/")[2] for name in files_on_storage()} == {image.token, young}
