"""The picture desk: many in at once, one screen for all, where each is used, nothing lost to a deletion."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PictureUse
from articles.workflow import Refused
from images.models import Image
from tests.factory import edit_live, make_article, make_author, make_person, make_picture
from tests.images.conftest import encoded, files_on_storage, nothing_is_left, scene, sent
from tests.racing import at_once

ADD = reverse("admin:images_image_add")
LIST = reverse("admin:images_image_changelist")


def small(name="anh.png"):
    return sent(encoded(scene((40, 40)), "PNG"), name)


def describe(*images) -> str:
    return f"{reverse('admin:images_image_describe')}?ids={','.join(str(image.pk) for image in images)}"


def sheet(image, **typed) -> dict:
    """What the form of one picture sends: what is typed beside what the person saw."""
    names = ("caption", "credit", "alternative_text", "rights_note", "focal_x", "focal_y")
    seen = {name: getattr(image, name) for name in names} | {"rights_until": image.rights_until or ""}
    before = {f"initial-p{image.pk}-{name}": value for name, value in seen.items()}
    return before | {f"p{image.pk}-{name}": value for name, value in (seen | typed).items()}


def figure(image, caption="Đầm Trà Sa. Ảnh: Ngọc Ngữ", alt="Đầm nước lúc chiều") -> str:
    shown = f'<img src="{image.url(1280)}" alt="{alt}">'
    return f'<figure class="image">{shown}<figcaption>{caption}</figcaption></figure>'


# --- in ---------------------------------------------------------------------------------------------


def test_many_pictures_at_once_without_script_and_one_bad_one_stops_nobody(cast, login):
    files = [small("mot.png"), sent(b"<html></html>", "la.jpg"), small("hai.png")]
    answer = login(cast.reporter).post(ADD, {"file": files}, follow=True)
    page = answer.content.decode()
    assert Image.objects.count() == 2
    assert "“la.jpg”: Tệp này không phải" in page
    assert "2 ảnh đã vào kho ảnh" in page
    assert answer.redirect_chain[0][0].endswith(
        ",".join(map(str, Image.objects.order_by("pk").values_list("pk", flat=True)))
    )
    assert page.count('class="module picture-sheet"') == 2


def test_a_form_without_a_file_says_what_to_do(cast, login):
    assert "Hãy chọn ít nhất một ảnh" in login(cast.reporter).post(ADD, {}).content.decode()
    assert nothing_is_left()


def test_the_desk_counts_uploads_too(cast, login):
    files = [small(f"{number}.png") for number in range(22)]
    page = login(cast.reporter).post(ADD, {"file": files}, follow=True).content.decode()
    assert Image.objects.count() == 20
    assert page.count("Bạn đã gửi 20 ảnh") == 2


def test_who_may_not_upload_has_no_desk(cast, login, client):
    assert client.get(ADD).status_code == 302
    for answer in (login(cast.moderator).get(ADD), client.post(ADD, {"file": small()})):
        assert answer.status_code == 403
    assert login(cast.moderator).get(describe()).status_code == 403
    assert nothing_is_left()


# --- described --------------------------------------------------------------------------------------


def test_one_screen_for_many_with_the_same_credit_for_all(cast, login):
    one, two = make_picture(cast.reporter), make_picture(cast.reporter, credit="Ảnh: Thái Sơn")
    typed = sheet(one, caption="Lễ hội đu tiên", focal_x=20) | sheet(two, alternative_text="Đầm nước")
    typed |= {"credit": " Ảnh:  Ngọc Ngữ ", "rights_note": "Hợp đồng số 5", "rights_until": "2030-01-31"}
    login(cast.reporter).post(describe(one, two), typed)
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.caption, one.credit, one.focus) == ("Lễ hội đu tiên", "Ảnh: Ngọc Ngữ", (20, 50))
    assert (two.credit, two.alternative_text) == ("Ảnh: Thái Sơn", "Đầm nước")
    assert {one.rights_note, two.rights_note} == {"Hợp đồng số 5"}
    assert any(name.endswith("social-20-50.jpg") for name in files_on_storage())
    assert list(Image.objects.matching("hop dong")) == [two, one]
    login(cast.reporter).post(
        describe(one, two), sheet(one) | sheet(two) | {"credit": "Ảnh: X", "over_all": "on"}
    )
    assert set(Image.objects.values_list("credit", flat=True)) == {"Ảnh: X"}


def test_one_bad_sheet_keeps_what_was_typed_and_the_rest_is_saved(cast, login):
    one, two = make_picture(cast.reporter), make_picture(cast.reporter)
    typed = sheet(one, caption="Gửi được") | sheet(two, caption="Chưa được", rights_until="mai sau")
    answer = login(cast.reporter).post(describe(one, two), typed)
    assert answer.status_code == 200
    assert "Chưa được" in answer.content.decode()
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.caption, two.caption) == ("Gửi được", "")


def test_two_people_at_one_picture_lose_nothing(cast, login):
    image = make_picture(cast.reporter)
    seen = sheet(image, caption="Chú thích của Sơn")
    Image.objects.get(pk=image.pk).describe(credit="Ảnh: Ngọc Ngữ")
    login(cast.reporter).post(describe(image), seen)
    image.refresh_from_db()
    assert (image.caption, image.credit) == ("Chú thích của Sơn", "Ảnh: Ngọc Ngữ")


@pytest.mark.parametrize("ids", ["", "x,-1,9999999999999999999999", "999999"])
def test_nonsense_chosen_is_an_empty_screen(cast, login, ids):
    page = login(cast.reporter).get(f"{reverse('admin:images_image_describe')}?ids={ids}")
    assert page.status_code == 200
    assert "Chưa chọn ảnh nào" in page.content.decode()


def test_the_library_filters_what_is_left_to_do(cast, login):
    today = timezone.localdate()
    done = {"caption": "Đủ", "credit": "Ảnh: Thái Sơn", "alternative_text": "Cầu"}
    mine, used = make_picture(cast.reporter, caption="Thiếu"), make_picture(cast.reporter2, **done)
    ended = make_picture(cast.reporter2, **done, rights_until=today - timedelta(days=1))
    ending = make_picture(cast.reporter2, **done, rights_until=today + timedelta(days=9))
    make_article(lead_picture_id=used.pk)
    shown = {
        "mine": {mine},
        "lacking": {mine},
        "unused": {mine, ended, ending},
        "ended": {ended},
        "ending": {ending},
    }
    client = login(cast.reporter)
    for code, expected in shown.items():
        assert set(client.get(LIST, {"show": code}).context["cl"].result_list) == expected, code
    page = client.get(LIST, {"show": "ended"}).content.decode()
    assert "Quyền sử dụng đã hết ngày" in page


def test_fifty_pictures_cost_no_more_questions_than_one(cast, login, django_assert_max_num_queries):
    Image.objects.bulk_create(Image(extension="jpg", width=10, height=10, size=1) for _ in range(48))
    client = login(cast.reporter)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(reverse("images:pick"))


def test_exact_marks_come_first(cast, login):
    for caption in ("Cầu Thái Sơn", "Cau thai son", "Bến Thái Sơn"):
        make_picture(cast.reporter, caption=caption)
    found = login(cast.reporter).get(reverse("images:pick"), {"q": "thái sơn"}).json()["pictures"]
    assert [row["name"] for row in found] == ["Bến Thái Sơn", "Cầu Thái Sơn", "Cau thai son"]


# --- where used -------------------------------------------------------------------------------------


def uses() -> set[tuple[int, int]]:
    return set(PictureUse.objects.values_list("article", "picture"))


def test_uses_follow_the_texts(cast):
    lead, inside, next_one = (make_picture() for _ in range(3))
    article = make_article(lead_picture_id=lead.pk, body=figure(inside))
    assert uses() == {(article.pk, lead.pk), (article.pk, inside.pk)}
    article.revise(cast.chief, seen=article.version, changes={"body": figure(next_one)})
    assert len(uses()) == 3  # readers see one, the edit that waits holds the other
    article.move("approve_edit", cast.chief, seen=article.version)
    assert uses() == {(article.pk, lead.pk), (article.pk, next_one.pk)}
    article.revise(cast.chief, seen=article.version, changes={"body": figure(inside)})
    article.move("discard_edit", cast.chief, seen=article.version)
    assert uses() == {(article.pk, lead.pk), (article.pk, next_one.pk)}
    edit_live(article, cast.chief, lead_picture_id=None, body="<p>Không ảnh.</p>")
    assert uses() == set()


def test_a_picture_in_use_is_deleted_by_nobody_and_the_page_says_where(cast, login):
    lead, inside, waiting, face, unused = (make_picture(make_person()) for _ in range(5))
    article = make_article("Cầu thông xe", lead_picture_id=lead.pk, body=figure(inside))
    article.revise(cast.chief, seen=article.version, changes={"body": figure(inside) + figure(waiting)})
    make_author("Ngọc Ngữ", portrait=face)
    client = login(cast.editor)
    for image in (lead, inside, waiting, face, unused):
        answer = client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"}, follow=True)
        page = answer.content.decode()
        assert image == unused or "Ảnh này đang được dùng" in page
        assert image in (unused, face) or "Cầu thông xe" in page
        assert image != face or "Chân dung Ngọc Ngữ" in page
    assert set(Image.objects.all()) == {lead, inside, waiting, face}
    assert login(cast.moderator).post(f"{LIST}{lead.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_reporter_deletes_an_own_unused_picture_and_no_other(cast, login):
    own, other = make_picture(cast.reporter), make_picture(cast.reporter2)
    client = login(cast.reporter)
    client.post(f"{LIST}{own.pk}/delete/", {"post": "yes"})
    assert client.post(f"{LIST}{other.pk}/delete/", {"post": "yes"}).status_code == 403
    assert list(Image.objects.all()) == [other]


@pytest.mark.django_db(transaction=True)
def test_a_picture_put_into_a_text_while_it_is_deleted_is_in_the_text_or_gone(cast):
    """Either the save or the deletion wins; never a text with a picture that is not there."""
    for _round in range(4):
        image = make_picture()
        article = make_article(published=False, by=cast.chief)

        def act(number, image=image, article=article):
            try:
                if number:
                    Image.objects.get(pk=image.pk).delete()
                else:
                    article.revise(cast.chief, seen=article.version, changes={"lead_picture_id": image.pk})
            except Exception as error:
                return type(error).__name__
            return "done"

        results = at_once(act, 2)
        assert sorted(results) in (["ProtectedError", "done"], ["Refused", "done"]), results
        kept = Image.objects.filter(pk=image.pk).exists()
        assert kept == (Article.objects.get(pk=article.pk).lead_picture_id == image.pk)


def test_the_picker_says_where_a_picture_is_used_but_names_no_draft_of_a_colleague(cast, login):
    image = make_picture(rights_until=timezone.localdate() - timedelta(days=1))
    make_article("Cầu đã thông xe", lead_picture_id=image.pk)
    make_article("Bản thảo riêng", by=cast.reporter2, lead_picture_id=image.pk, published=False)
    (row,) = login(cast.reporter).get(reverse("images:pick")).json()["pictures"]
    assert (row["used"], row["latest"]) == ("Dùng ở 2 nơi", "Cầu đã thông xe")
    assert "hết ngày" in row["warning"]
    assert login(cast.editor).get(reverse("images:pick")).json()["pictures"][0]["latest"] == "Bản thảo riêng"


# --- what readers may not get a text without ----------------------------------------------------------


@pytest.mark.parametrize("lacks", ["caption", "credit", "alternative_text"])
def test_no_text_goes_out_while_its_picture_lacks_a_text(cast, lacks):
    picture = make_picture()
    article = make_article(published=False, by=cast.reporter, lead_picture_id=picture.pk, **{lacks: ""})
    for move, by in (("submit", cast.reporter), ("pass_on", cast.editor)):
        article.move(move, by, seen=article.version)  # the desk may still complete it
    with pytest.raises(Refused, match="Hãy hoàn chỉnh ảnh"):
        article.move("publish", cast.secretary, seen=article.version)
    article.revise(cast.secretary, seen=article.version, changes={lacks: "Ảnh: Thái Sơn"})
    article.move("publish", cast.secretary, seen=article.version)
    assert article.is_public


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ({"caption": ""}, "không có chú thích: 1"),
        ({"alt": ""}, "chưa có mô tả: 1"),
        ({"caption": "Đầm Trà Sa"}, "không ghi nguồn"),
    ],
)
def test_nor_while_a_picture_of_the_text_does(cast, html, sentence):
    image = make_picture()
    article = make_article(published=False, by=cast.chief, body=figure(image, **html))
    article.move("submit", cast.chief, seen=article.version)
    article.move("pass_on", cast.chief, seen=article.version)
    with pytest.raises(Refused, match=sentence):
        article.move("publish", cast.chief, seen=article.version)
    if html == {"caption": "Đầm Trà Sa"}:  # the library's own credit will do
        image.describe(credit="Thái Sơn")
        article.move("publish", cast.chief, seen=article.version)
