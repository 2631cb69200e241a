"""The chief looks up who did what, and takes it along without a spreadsheet running it."""

import pytest
from django.urls import reverse

from articles.admin.spreadsheets import safe
from tests.factory import make_article

pytestmark = pytest.mark.django_db
LOG = reverse("admin:articles_revision_changelist")


@pytest.fixture
def article(cast):
    article = make_article("Nguyễn Thái Sơn thắng giải", published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    return article.move("send_back", cast.editor, seen=article.version, reason='=HYPERLINK("http://x")')


def test_the_log_is_searched_without_marks_and_filtered(article, cast, login):
    make_article("Bài khác", published=False, by=cast.reporter2)
    client = login(cast.chief)
    page = client.get(LOG, {"q": "thai son thang"}).content.decode()
    assert "Thu Hiền" in page
    assert "Bài khác" not in page
    assert "Bài khác" not in client.get(LOG, {"act": "send_back"}).content.decode()
    assert "Bài khác" not in client.get(LOG, {"q": "Thu Hiền"}).content.decode()


def test_the_table_is_safe_in_a_spreadsheet(article, cast, login):
    chosen = [str(row.pk) for row in article.revisions.all()]
    answer = login(cast.chief).post(LOG, {"action": "export", "_selected_action": chosen})
    table = b"".join(answer.streaming_content).decode()
    assert "Nguyễn Thái Sơn thắng giải" in table
    assert "'=HYPERLINK" in table
    assert ',"=HYPERLINK' not in table


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_begins_a_formula(cell):
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("role", ["reporter", "editor", "secretary", "moderator"])
def test_nobody_else_reads_the_log(article, cast, login, role):
    client = login(getattr(cast, role))
    assert client.get(LOG).status_code == 403
    assert client.post(LOG, {"action": "export", "_selected_action": ["1"]}).status_code == 403
