"""Archives made for measuring are archives like any other: every page of theirs opens."""

import gzip
import json

import pytest
from django.utils import timezone

from articles.models import Article, Listed, Tag, TaggedArticle
from bench.archive import loading
from bench.archive.sheets import escaped
from bench.archive.writing import HELD
from comments.models import Comment, CommentTotal
from ratings.models import Rating, RatingTotal

ROWS = [
    {
        "id": f"row-{number}",
        "title": f"Tỉnh mở thêm {number} tuyến xe buýt về các xã vùng cao",
        "lead": "Từ tháng sau, người dân các xã vùng cao đi lại dễ hơn nhờ những tuyến xe mới.",
        "body": [
            "Mỗi ngày có bốn chuyến, giá vé < 10.000 đồng & học sinh được miễn phí." * 3,
            "Xe chạy\tđúng giờ.",
        ],
        "tags": ["xe buýt"],
    }
    for number in range(10)
]


@pytest.fixture
def archive(tmp_path):
    """120 articles, ten of which are the corpus's."""
    corpus = tmp_path / "corpus.jsonl.gz"
    corpus.write_bytes(gzip.compress("\n".join(map(json.dumps, ROWS)).encode()))
    loading.prepare(loading.own_rows([corpus], 120), 120)
    for part in ((0, 60), (60, 120)):
        loading.write(part)


@pytest.mark.django_db
def test_a_corpus_becomes_an_archive_of_twenty_years(archive):
    assert list(Article.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, 121))
    first, last = (Article.objects.order_by(order).first() for order in ("published_at", "-published_at"))
    assert (last.published_at - first.published_at).days > 19 * 365
    assert last.published_at < timezone.now()
    assert not Tag.objects.filter(name="xe buýt").exists(), "the corpus's own tags are told to nobody"
    own = Article.objects.get(source_id="row-3")
    assert own.title == ROWS[3]["title"]
    assert "&lt; 10.000 đồng &amp; học sinh" in own.body
    assert not own.tags.exists()


@pytest.mark.django_db
def test_its_figures_are_those_of_its_rows(archive):
    totals = dict(CommentTotal.objects.values_list("article", "approved"))
    assert totals
    assert all(Comment.objects.filter(article=pk, state="approved").count() == n for pk, n in totals.items())
    votes = dict(RatingTotal.objects.values_list("article", "votes"))
    assert votes
    assert all(Rating.objects.filter(article=pk).count() == n for pk, n in votes.items())
    assert HELD > 120
    assert Comment.objects.held().exists()


@pytest.mark.django_db
def test_its_lists_are_those_the_portal_would_make(archive):
    made = set(Listed.objects.values_list("kind", "owner", "published_at", "article"))
    assert made
    Listed.objects.all().delete()
    Listed.objects.fill()
    assert set(Listed.objects.values_list("kind", "owner", "published_at", "article")) == made


@pytest.mark.django_db
def test_its_pages_open(archive, client):
    tag = TaggedArticle.objects.first().tag
    article = Article.objects.published().exclude(source_id__startswith="row").exclude(body="").first()
    for path in ("/", tag.get_absolute_url(), article.get_absolute_url(), article.section.get_absolute_url()):
        assert client.get(path).status_code == 200, path


def test_what_copy_would_take_for_its_own_signs_is_escaped():
    assert escaped("a\tb\\n\nc") == "a\\tb\\\\n\\nc"
