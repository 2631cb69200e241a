"""After an update the administrator warms the store, and no reader waits."""

import pytest
from django.core.management import call_command

from portal.cache import store
from tests.factory import make_article, make_shelf


@pytest.mark.django_db
def test_what_readers_ask_for_first_is_there_before_they_ask(client, django_assert_num_queries):
    make_shelf(5)
    newest = make_article("Mới nhất")
    call_command("warm_pages", articles=3, stdout=None)
    with django_assert_num_queries(0):
        for path in ("/", "/kinh-te/", "/rss/", "/sitemap.xml", newest.get_absolute_url()):
            assert client.get(path).status_code == 200
    assert len(list(store().root.glob("pages/kinh-te/*.html@1.gz"))) == 3
    old = store().get("/").etag
    newest.title = "Sửa sau lưng"
    newest.save(update_fields=["title"])
    call_command("warm_pages", anew=True, stdout=None)
    assert store().get("/").etag != old
