"""What social networks show of an article: its picture, or its headline drawn when it was published."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from articles import social
from articles.models import Article
from tests.factory import edit_live, make_article, make_picture, make_shelf

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Nghễu nghện khuỷu tay ƯỚC VỌNG Nguyễn Ngọc Ngữ " * 5


def shown(client, article) -> str:
    page = client.get(article.get_absolute_url()).content.decode()
    return re.search(r'<meta property="og:image" content="https?://[^/]+(/[^"]+)">', page)[1]


def test_a_headline_is_drawn_where_there_is_no_picture(client):
    article = make_article("Cầu Thanh Vân thông xe")
    answer = client.get(shown(client, article))
    drawn = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (answer["Content-Type"], drawn.size) == ("image/jpeg", (1200, 630))
    assert len(drawn.getcolors(maxcolors=1 << 20)) > 50  # not an empty plane


def test_a_new_headline_is_a_new_picture_and_a_withdrawn_one_is_gone(client, cast):
    article = make_article("Cầu Thanh Vân thông xe")
    first = article.card
    edit_live(article, cast.chief, title="Cầu Thanh Vân thông xe sớm")
    assert article.card != first
    assert default_storage.exists(article.card)
    assert not default_storage.exists(first)
    assert client.get(shown(client, article)).status_code == 200
    second = article.card
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai số liệu")
    assert not default_storage.exists(second)
    article.move("restore", cast.chief, seen=article.version, reason="Đã kiểm tra lại")
    assert default_storage.exists(article.card)


def test_an_article_with_a_picture_needs_none(client):
    picture = make_picture()
    article = make_article(lead_picture_id=picture.pk)
    assert article.card == ""
    assert shown(client, article) == picture.social_url


def test_marks_are_drawn_whole_and_long_headlines_fit():
    face = social.font("NotoSerif-Bold-vi.ttf", 60)
    missing = face.getmask("\u4e2d").getbbox()  # the box of a letter the font has not
    for letter in "ăâđêôơưĂÂĐÊÔƠƯẫệỮữỹỵỷởặẵờộ“”–…":
        assert face.getmask(letter).getbbox() != missing, letter
    size, lines = social.fitted(LONG.strip(), 1040)
    assert size < social.STEPS[0]
    assert len(lines) * size * social.LEADING <= social.ROOM
    assert all(social.font("NotoSerif-Bold-vi.ttf", size).getlength(line) <= 1100 for line in lines)
    assert social.fitted("Á" * 200, 1040)[1][0].endswith("…")


def test_what_was_imported_gets_its_card_by_a_command(client, capsys):
    made = make_shelf(3)
    call_command("draw_cards", newest=2)
    assert "2 cards drawn" in capsys.readouterr().out
    assert list(Article.objects.exclude(card="").order_by("pk").values_list("pk", flat=True)) == [
        article.pk for article in made[1:]
    ]
    call_command("draw_cards", newest=2)
    assert "0 cards drawn" in capsys.readouterr().out
