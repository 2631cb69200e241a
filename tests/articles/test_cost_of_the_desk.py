"""What the article form asks of the database; `python -m bench.desk` measures the time."""

import pytest
from django.urls import reverse

from articles.models import Article
from images.models import Image
from tests.articles.test_newsroom import change, form
from tests.factory import make_article, make_author, make_shelf

pytestmark = pytest.mark.django_db
MOST = 25


@pytest.fixture
def long(cast):
    """4,000 words, 30 pictures, tags, picks, two people."""
    images = Image.objects.bulk_create(
        Image(extension="jpg", width=1600, height=1000, size=1, credit="Ảnh: Thái Sơn") for _ in range(30)
    )
    figures = [
        f'<p>{"chữ " * 133}</p><figure class="image"><img src="{image.url(1280)}" alt="Cảnh"></figure>'
        for image in images
    ]
    others = make_shelf(12)
    article = make_article(
        published=False,
        by=cast.reporter,
        body="".join(figures),
        tags=[f"Từ khóa {n}" for n in range(12)],
        picks=[(other, "") for other in others[:6]],
        bylines=[(make_author("Thái Sơn"), "text"), (make_author("Ngọc Ngữ"), "photo")],
    )
    return article, others


def posted(article, others, **typed) -> dict:
    """The form of this article as a browser sends it, with other picks."""
    rows = {"picks-TOTAL_FORMS": len(others), "bylines-TOTAL_FORMS": 2}
    for number, other in enumerate(others):
        rows |= {
            f"picks-{number}-order": number,
            f"picks-{number}-target": other.pk,
            f"picks-{number}-text": "",
        }
    for number, byline in enumerate(article.bylines.all()):
        rows |= {f"bylines-{number}-order": number, f"bylines-{number}-author": byline.author_id}
        rows |= {f"bylines-{number}-role": byline.role, f"bylines-{number}-id": byline.pk}
    seen = {
        "seen_version": article.version,
        "section": article.section_id,
        "body": article.body,
        "tab": "a" * 16,
    }
    return form(**seen) | rows | typed


def test_a_long_article_opens_with_few_questions(cast, login, long, django_assert_max_num_queries):
    article, _others = long
    client = login(cast.reporter)
    with django_assert_max_num_queries(MOST):
        assert client.get(change(article)).status_code == 200


@pytest.mark.django_db(transaction=True)  # as in life: the request's own transaction is no savepoint
@pytest.mark.parametrize("new", ["Từ khóa 3", "Từ khóa chưa có"])
def test_and_is_saved_with_few_where_title_tags_and_picks_change(
    cast, login, long, new, django_assert_max_num_queries
):
    article, others = long
    client = login(cast.reporter)
    data = posted(article, others[6:], title="Một tít khác hẳn", tags=f"Từ khóa 1, {new}")
    with django_assert_max_num_queries(MOST + 2):  # and the request's own BEGIN and COMMIT
        assert client.post(change(article), data).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert article.title == "Một tít khác hẳn"
    assert {tag.name for tag in article.tags.all()} == {"Từ khóa 1", new}
    assert [pick.target_id for pick in article.picks.all()] == [other.pk for other in others[6:]]


def test_a_list_of_articles_costs_the_same_for_fifty_as_for_one(cast, login, django_assert_max_num_queries):
    make_shelf(50)
    client = login(cast.editor)
    with django_assert_max_num_queries(17):
        client.get(reverse("admin:articles_article_changelist"), {"q": "tin so"})
