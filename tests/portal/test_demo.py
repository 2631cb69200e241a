"""The demo paper looks like one that is read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from portal.demo.loading import Demo
from readership.models import Reads
from readership.ranking import most_read
from tests.factory import make_article


@pytest.mark.django_db
def test_the_demo_paper_has_readers_since_its_articles_are_out():
    today = timezone.now()
    for ago in (1, 3, 400):
        article = make_article(f"Tin {ago}", at=today - timedelta(days=ago))
        Article.objects.filter(pk=article.pk).update(source_id=f"demo:{ago}")
    make_article("Tin của báo khác", at=today - timedelta(days=1))
    Demo().reads()
    ranked = most_read()
    assert {card.title for card in ranked["week"]} == {"Tin 1", "Tin 3"}  # nobody asks for one of last year
    assert {card.title for card in ranked["day"]} <= {"Tin 1", "Tin 3"}
    assert not any(row.hour < row.article.published_at for row in Reads.objects.select_related("article"))
    once = list(Reads.objects.values_list("article", "hour", "views").order_by("pk"))
    Demo().reads()
    assert list(Reads.objects.values_list("article", "hour", "views").order_by("pk")) == once


@pytest.mark.django_db
def test_the_demo_paper_owns_up_to_its_mistakes(client, cast):
    article = make_article("Gió ra tiền", at=timezone.now() - timedelta(days=5))
    Article.objects.filter(pk=article.pk).update(source_id="demo:dien-gio-hai-trieu")
    demo = Demo()
    demo.people, demo.rows = {"tongbientap": cast.chief}, {}
    demo.corrections({"dien-gio-hai-trieu"})
    assert "Mỗi trụ cao 101 m" in client.get("/cai-chinh/").content.decode()
    assert "Mỗi trụ cao 110 m" in client.get(article.get_absolute_url()).content.decode()
