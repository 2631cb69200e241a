"""The newsroom's picture library: finding, describing, pointing, and what each role may do."""

import pytest
from django.db import connection

from images.models import Image
from images.upload import store
from tests.factory import make_article, make_picture
from tests.images.conftest import encoded, files_on_storage, scene, sent

PICK = "/admin/images/pick/"
LIST = "/admin/images/image/"


def change(image) -> str:
    return f"/admin/images/image/{image.pk}/change/"


def texts_and_focus(image, **changes) -> dict:
    names = ("caption", "credit", "alternative_text", "rights_note", "focal_x", "focal_y")
    return {name: getattr(image, name) for name in names} | changes


# --- finding ----------------------------------------------------------------------------------------


@pytest.fixture
def archive(cast):
    make_picture(cast.reporter, caption="Cầu Thanh Vân thông xe", credit="Ảnh: Thái Sơn")
    make_picture(cast.reporter, alternative_text="Ngư dân hoà mình trên đầm Trà Sa")
    make_picture(cast.reporter2, caption="Gia đình xem lễ hội")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("thai son", ["Cầu Thanh Vân thông xe"]),
        ("THÁI SƠN", ["Cầu Thanh Vân thông xe"]),
        ("thông thanh", ["Cầu Thanh Vân thông xe"]),
        ("tha", ["Cầu Thanh Vân thông xe"]),
        ("hòa mình", ["Ngư dân hoà mình trên đầm Trà Sa"]),
        ("dam tra", ["Ngư dân hoà mình trên đầm Trà Sa"]),
        ("thai son tra sa", []),
        (
            "' | !() & :* \\",
            ["Gia đình xem lễ hội", "Ngư dân hoà mình trên đầm Trà Sa", "Cầu Thanh Vân thông xe"],
        ),
    ],
)
def test_an_editor_finds_pictures_with_or_without_marks(archive, cast, login, typed, found):
    client = login(cast.editor)
    answer = client.get(PICK, {"q": typed}).json()
    assert [picture["name"] for picture in answer["pictures"]] == found
    assert answer["count"] == len(found)
    page = client.get(LIST, {"q": typed}).content.decode()
    assert [name for name in found if name not in page] == []
    assert page.count('class="picture-thumbnail"') == len(found)


def test_the_library_comes_in_pages_of_24_newest_first(cast, login):
    image = make_picture(cast.reporter, caption="Số 1")
    Image.objects.bulk_create(
        Image(extension="jpg", width=10, height=10, size=1, caption=f"Số {number}") for number in range(2, 31)
    )
    client = login(cast.reporter)
    first = client.get(PICK).json()
    assert len(first["pictures"]) == 24
    assert first["next"] == 2
    second = client.get(PICK, {"page": 2}).json()
    assert len(second["pictures"]) == 6
    assert second["next"] is None
    assert second["pictures"][-1]["id"] == image.pk
    for nonsense in ("x", "-1", "0", "9" * 30):
        assert client.get(PICK, {"page": nonsense}).status_code == 200


def test_the_search_has_an_index(db):
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "image_words" in Image.objects.with_words("thai son").order_by().explain()


def test_readers_and_moderators_see_no_library(archive, cast, login, client):
    assert client.get(PICK).status_code == 403
    login(cast.moderator)
    assert client.get(PICK).status_code == 403
    assert client.get(PICK)["Content-Type"] == "application/json"
    assert client.get(LIST).status_code == 403


# --- the library's forms ----------------------------------------------------------------------------


def test_an_editor_describes_a_picture_and_points_at_what_matters(cast, login):
    image = make_picture(cast.reporter)
    client = login(cast.editor)
    page = client.get(change(image)).content.decode()
    assert 'data-focal-point data-x="id_focal_x" data-y="id_focal_y"' in page
    client.post(change(image), texts_and_focus(image, caption="Đầm Trà Sa", focal_x=10, focal_y=90))
    image.refresh_from_db()
    assert (image.caption, image.focus) == ("Đầm Trà Sa", (10, 90))
    assert f"pictures/{image.token[:2]}/{image.token}/social-10-90.jpg" in files_on_storage()
    assert list(Image.objects.matching("dam tra sa")) == [image]


def test_a_point_beside_the_picture_is_refused(cast, login):
    image = make_picture(cast.reporter)
    answer = login(cast.editor).post(change(image), texts_and_focus(image, focal_x=101))
    assert answer.context["adminform"].form.errors["focal_x"]
    image.refresh_from_db()
    assert image.focus == (50, 50)


def test_where_a_picture_is_shown_names_no_draft_of_a_colleague(cast, login):
    image = make_picture(cast.reporter)
    make_article("Cầu đã thông xe", lead_picture_id=image.pk)
    make_article("Bản thảo riêng", by=cast.reporter2, lead_picture_id=image.pk, published=False)
    make_article("Bản thảo của tôi", by=cast.reporter, lead_picture_id=image.pk, published=False)
    page = login(cast.reporter).get(change(image)).content.decode()
    assert "Cầu đã thông xe" in page
    assert "Bản thảo của tôi" in page
    assert "Bản thảo riêng" not in page
    assert "1 article" in page or "1 bài" in page
    assert "Bản thảo riêng" in login(cast.secretary).get(change(image)).content.decode()


def test_a_stored_picture_needs_no_name_from_its_sender(cast):
    image = store(sent(encoded(scene((40, 40)), "PNG"), "../../etc/passwd"), cast.reporter)
    assert all(name.startswith(f"pictures/{image.token[:2]}/{image.token}/") for name in files_on_storage())
