"""Pages made from queries that are planned once, and from templates that are cut once."""

import pytest
from django.db import connection

from articles.models import Article
from articles.prepared import Prepared, numbers_in
from articles.stencils import Stencil
from tests.factory import make_article, make_section, make_shelf

pytestmark = pytest.mark.django_db


def by_section():
    return Prepared(lambda section: Article.objects.published().cards().filter(section=section).newest()[:3])


def test_other_values_give_other_articles(django_assert_num_queries):
    newest, bridge, match = (
        by_section(),
        make_article(),
        make_article("Trận đấu", section=make_section("Bóng")),
    )
    with django_assert_num_queries(3):
        assert newest(section=bridge.section_id) == [bridge]
        assert newest(section=match.section_id) == [match]
        assert newest.first(section=match.section_id).section.name == "Bóng"
    assert newest(section=0) == []
    assert newest.first(section=0) is None


def test_what_was_withdrawn_or_comes_later_is_seen_by_the_same_plan(cast):
    newest, article = by_section(), make_article()
    assert newest(section=article.section_id) == [article]
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    assert newest(section=article.section_id) == []
    later = make_article("Tin mới")
    assert newest(section=article.section_id) == [later]


def test_lists_of_numbers_of_any_length():
    query = Prepared(lambda ids: Article.objects.filter(pk__in=numbers_in(ids)).order_by("pk"))
    made = make_shelf(4)
    ids = [article.pk for article in made]
    assert query(ids=ids) == made
    assert query(ids=ids[1:2]) == made[1:2]
    assert query(ids=[]) == []


def test_plain_values_come_as_django_gives_them():
    article = make_article("Giá lúa lên 100 %")
    titles = Prepared(
        lambda pk: Article.objects.filter(pk=pk, title__contains="%").values_list("title", "pk")
    )
    assert titles(pk=article.pk) == [("Giá lúa lên 100 %", article.pk)]


def test_a_new_connection_is_told_anew(transactional_db):
    newest, article = by_section(), make_article()
    newest(section=article.section_id)
    connection.close()
    assert newest(section=article.section_id) == [article]


def test_behind_pgbouncer_nothing_is_left_on_the_connection(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    newest, article = by_section(), make_article()
    assert newest(section=article.section_id) == [article]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [newest.name])
        assert cursor.fetchone() == (0,)


# --- stencils -------------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path, settings):
    """written(text): the name of a template with this text."""
    settings.TEMPLATES[0]["DIRS"] = [tmp_path, *settings.TEMPLATES[0]["DIRS"]]
    settings.TEMPLATES = [dict(settings.TEMPLATES[0])]

    def write(text: str) -> str:
        (tmp_path / "item.html").write_text(text)
        return "item.html"

    return write


def test_fields_are_filled_in_and_escaped(written):
    stencil = Stencil(
        written("<b>{{ card.title }}</b>{% if card.lead %} 100% {{ card.lead }}{% endif %}"), "card"
    )
    assert stencil({"title": "A & B", "lead": ""}) == "<b>A &amp; B</b>"
    assert stencil({"title": "<i>", "lead": "%s %(title)s"}) == "<b>&lt;i&gt;</b> 100% %s %(title)s"
    assert stencil({"title": "Hai", "lead": ""}) == "<b>Hai</b>"


def test_options_are_part_of_the_shape(written):
    stencil = Stencil(
        written('<{{ level }}{% if size == "row" %} class="row"{% endif %}>{{ card.title }}'), "card"
    )
    assert stencil({"title": "Một"}, level="h2", size="row") == '<h2 class="row">Một'
    assert stencil({"title": "Hai"}, level="h3", size="lead") == "<h3>Hai"


def test_a_template_that_changes_a_field_is_refused(written):
    stencil = Stencil(written("{{ card.title|slice:':14' }}"), "card")
    with pytest.raises(ValueError, match="changes a field"):
        stencil({"title": "Cầu thông xe"})
