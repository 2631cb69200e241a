"""Every address of the newsroom, from the URL resolver, as every role and as nobody: nothing is left open.

An address that no rule below knows fails the test: whoever adds one says here who may open it.
"""

import csv

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.acts import record
from accounts.roles import ROLES
from articles.models import Article, PrivateDraft
from images import urls as images
from portal.models import Arrangement
from tests.factory import make_article, make_author, make_person, make_picture, make_section, make_topic

PEOPLE = ("reporter", "reporter2", "editor", "secretary", "chief", "moderator")
RIGHTS = {role.code: set(role.permissions) for role in ROLES}
EVERYBODY = set(PEOPLE)
# addresses besides Django's list, add, change, history and delete: the right that opens them
WITH_RIGHT = {
    "articles_article_check": "articles.add_article",
    "articles_article_alike": "articles.add_article",
    "articles_article_autosave_new": "articles.add_article",
    "comments_comment_decide": "comments.moderate_comment",
    "comments_comment_figures": "comments.moderate_comment",
    "comments_wordentry_shipped": "comments.view_wordentry",
    "portal_arrangement_again": "portal.change_arrangement",
    "portal_arrangement_copy": "portal.change_arrangement",
    "portal_arrangement_preview": "portal.view_arrangement",
    "ratings_flood_decide": "ratings.decide_flood",
    "ratings_ratingtotal_figures": "ratings.view_ratingtotal",
    "newsletter_edition_preview": "newsletter.view_edition",
    "images:upload": "images.add_image",
    "images:pick": "images.view_image",
    "images_image_describe": "images.change_image",
    "articles_tag_merge": "articles.merge_tag",
}
# addresses of one article: whoever may see it; the verbs decide the rest (tests/articles/test_workflow.py)
OF_THE_ARTICLE = "move claim preview preview_page preview_link preview_revoke version version_page bring_back"
OF_THE_ARTICLE += " suggestions hold"
OF_THE_ARTICLE = {f"articles_article_{name}" for name in OF_THE_ARTICLE.split()}
FOR_STAFF = {
    "index",
    "password_change",
    "password_change_done",
    "logout",
    "jsi18n",
    "notice_read",
    "account",
    "two_factor",
}
OWN_TESTS = {  # rights of their own, tested beside their code
    "articles_article_autosave",  # whoever may edit it: tests/articles/test_unsaved.py
    "articles_article_forget_draft",  # its writer: tests/articles/test_unsaved.py
    "autocomplete",  # needs a field: below
    "view_on_site",
    "login",
    "second_step",  # between password and code: tests/accounts/test_two_factor.py
}
CLOSED_TO_ALL = {"portal_masthead_add"}  # there is one, and it is there
FOR_SUPERUSERS = {"accounts_user_access", "auth_user_password_change"}


def addresses():
    """(name, number of arguments) of every named address below /admin/, from the resolver."""
    resolver = next(
        entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin"
    )

    def walk(patterns):
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                yield from walk(entry.url_patterns)
            elif entry.name:
                yield entry.name, len(entry.pattern.converters) or entry.pattern.regex.groups

    pictures = {(f"images:{entry.name}", 0) for entry in images.urlpatterns}
    return sorted(set(walk(resolver.url_patterns)) | pictures)


def address_of(name: str, filled: list) -> str:
    return reverse(name if ":" in name else f"admin:{name}", args=filled)


MODELS = {
    f"{model._meta.app_label}_{model._meta.model_name}": (model, model_admin)
    for model, model_admin in admin.site._registry.items()
}


def model_of(name: str):
    """("articles_tag", "change") of Django's five addresses of a model; (None, "") of any other."""
    for prefix in MODELS:
        act = name.removeprefix(f"{prefix}_")
        if act != name and act in {"changelist", "add", "change", "history", "delete"}:
            return prefix, act
    return None, ""


def expected(name: str) -> set[str] | None:
    """Who may open the address; None where a test of its own says so."""
    if name in FOR_STAFF:
        return EVERYBODY
    if name in FOR_SUPERUSERS:
        return set()
    if name in WITH_RIGHT:
        return holders(WITH_RIGHT[name])
    if name in OF_THE_ARTICLE or name == "app_list":  # the article is the reporter's
        return {"reporter", "editor", "secretary", "chief"} | ({"reporter2"} if name == "app_list" else set())
    prefix, act = model_of(name)
    return of_model(prefix, act) if prefix else None


def of_model(prefix: str, act: str) -> set[str]:
    app, model = prefix.split("_", 1)
    if prefix == "articles_article" and act in {"change", "history"}:
        return {"reporter", "editor", "secretary", "chief"}
    if prefix == "articles_article" and act == "delete":
        return set()  # what was written stays
    needed = {"changelist": "view change", "change": "view change", "history": "view change"}.get(act, act)
    return set().union(*(holders(f"{app}.{kind}_{model}") for kind in needed.split()))


def holders(permission: str) -> set[str]:
    return {person for person in PEOPLE if permission in RIGHTS[person.rstrip("2")]}


@pytest.fixture
def stage(cast):
    """One row of every model that needs one, and the reporter's article in the middle of its way."""
    author, topic, picture = make_author(), make_topic(), make_picture(by=make_person())
    article = make_article(published=False, by=cast.reporter, bylines=[(author, "news")], topics=[topic])
    article.move("submit", cast.reporter, seen=article.version)
    arrangement = Arrangement.objects.create(note="Số sáng", made_by=cast.secretary)
    record(cast.reporter, "Bật đăng nhập hai bước.")
    return {
        "arrangement": arrangement,
        "article": article,
        "section": make_section(),
        "author": author,
        "picture": picture,
    }


def arguments(name: str, count: int, stage) -> list | None:
    """What to fill into the address; None where there is no row to name."""
    if name == "app_list":
        return ["articles"]
    prefix, _act = model_of(name)
    if name in OF_THE_ARTICLE:
        return [stage["article"].pk, *[1] * (count - 1)]
    if name.startswith("portal_arrangement_") and count:
        return [stage["arrangement"].pk]
    if not prefix or not count:
        return [1] * count
    row = MODELS[prefix][0]._default_manager.first()
    return [row.pk] if row else None


def may_write(name: str, person: str, stage, cast) -> bool:
    """Whether somebody who may open the page may also send it: to look is not to change."""
    prefix, act = model_of(name)
    if prefix == "articles_article" and act == "change":
        return stage["article"].can_be_edited_by(getattr(cast, person))
    if act != "change":
        return True
    app, model = prefix.split("_", 1)
    return person in holders(f"{app}.change_{model}")


def is_open(answer) -> bool:
    """Let in: anything but a refusal, an absent page, a method nobody has or the way to the sign-in."""
    to_login = answer.status_code == 302 and "/login/" in answer["Location"]
    to_start = answer.status_code == 302 and answer["Location"] == reverse("admin:index")
    return answer.status_code not in {403, 404, 405} and not to_login and not to_start


@pytest.mark.django_db
def test_every_address_is_known():
    unknown = [name for name, _count in addresses() if expected(name) is None and name not in OWN_TESTS]
    assert not unknown


@pytest.mark.django_db
@pytest.mark.parametrize("person", [*PEOPLE, "nobody"])
def test_who_may_open_what(stage, cast, person):
    client = Client()
    if person != "nobody":
        client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    for name, count in addresses():
        allowed, filled = expected(name), arguments(name, count, stage)
        if allowed is None or filled is None or name == "logout":
            continue
        others = {"reporter2"} if model_of(name)[0] == "articles_article" or name in OF_THE_ARTICLE else set()
        may = person in allowed - (others if count else set())
        url = address_of(name, filled)
        read = client.get(url)
        assert read.status_code < 500, url
        if may:
            closed = name in CLOSED_TO_ALL or read.status_code == 405
            assert closed or is_open(read), (person, url, read.status_code)
            written = client.post(url, {})  # says what is missing, or does it
            refused = written.status_code == 403
            assert closed or refused != may_write(name, person, stage, cast), (person, url)
            assert written.status_code < 500, url
            continue
        assert not is_open(read), (person, url, read.status_code)
        before = Article.objects.values_list("version", flat=True).get()
        typed = {"_move": "publish", "seen_version": before, "title": "Chiếm", "tab": "1" * 16}
        written = client.post(url, typed)
        assert not is_open(written), (person, url, written.status_code)
        assert Article.objects.values_list("version", flat=True).get() == before


@pytest.mark.django_db
def test_nobody_writes_without_signing_in(stage):
    for name, count in addresses():
        filled = arguments(name, count, stage)
        if filled is None or name in {"login", "jsi18n"}:
            continue
        answer = Client().post(address_of(name, filled), {"seen_version": 1})
        assert not is_open(answer), name
    assert not PrivateDraft.objects.exists()


@pytest.mark.django_db
def test_a_reporter_finds_no_strange_draft_through_a_picker(cast):
    make_article("Nháp của người khác", published=False, by=cast.reporter2)
    client = Client()
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    for model, field in (("pick", "target"), ("correction", "article")):
        app = "corrections" if model == "correction" else "articles"
        query = {"app_label": app, "model_name": model, "field_name": field, "term": "nhap"}
        answer = client.get(reverse("admin:autocomplete"), query)
        assert answer.status_code in {200, 403}
        assert "Nháp" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["reporter2", "moderator"])
def test_a_strange_draft_shows_nowhere(stage, cast, login, person):
    """In no page they may open and no table they may take along: not its title, nor a word of its text."""
    secret = ("Cầu Thanh Vân", "Người dân vui mừng", "chính thức thông xe")
    assert stage["article"].title.startswith(secret[0])
    client = login(getattr(cast, person))
    for name, count in addresses():
        filled = arguments(name, count, stage)
        if filled is None or name in {"logout", "login"}:
            continue
        for query in ({}, {"q": "cau thanh van"}, {"state": "stage-editor"}):
            page = text_of(client.get(address_of(name, filled), query))
            assert not [words for words in secret if words in page], (name, query)
    for prefix, action in exports():
        table = take_along(client, prefix, action)
        assert table is None or secret[0] not in table, prefix


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_a_table_taken_along_says_what_its_list_says(stage, cast, login, person):
    """Who may not see the list gets no table; who may gets its rows, all and no others."""
    client = login(getattr(cast, person))
    assert exports()
    for prefix, action in exports():
        table = take_along(client, prefix, action)
        if person not in of_model(prefix, "changelist"):
            assert table is None, prefix
            continue
        page = client.get(reverse(f"admin:{prefix}_changelist"))
        listed = list(page.context["cl"].queryset)
        _head, *rows = list(csv.reader(table.splitlines()))
        assert len(rows) == len(listed) > 0
        assert [row[0] for row in rows] == [MODELS[prefix][1].when(row) for row in listed]


def exports() -> list[tuple[str, str]]:
    """(list, action) of every table that can be taken along."""
    return [
        (prefix, name)
        for prefix, (_model, model_admin) in MODELS.items()
        for name in model_admin.actions or ()
        if "export" in str(name)
    ]


def take_along(client, prefix: str, action: str) -> str | None:
    """The table of the whole list; None where it is refused."""
    rows = MODELS[prefix][0]._default_manager.values_list("pk", flat=True)[:1]
    typed = {"action": action, "_selected_action": list(rows), "select_across": "1"}
    answer = client.post(reverse(f"admin:{prefix}_changelist"), typed)
    is_table = answer.get("Content-Type", "").startswith("text/csv")
    return text_of(answer) if is_table else None


def text_of(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("person", [*PEOPLE, "nobody"])
def test_who_may_act_on_a_whole_list(stage, cast, person):
    """No action without the list, and no deleting from a list without that right; in a popup neither."""
    client = Client()
    if person != "nobody":
        client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    for prefix, (model, model_admin) in MODELS.items():
        row = model._default_manager.first()
        actions = {name for name in model_admin.actions or () if isinstance(name, str)} | {"delete_selected"}
        if not row or person in of_model(prefix, "delete"):
            continue
        may_look = person in of_model(prefix, "changelist")
        for action, popup in [(name, query) for name in sorted(actions) for query in ("", "?_popup=1")]:
            typed = {"action": action, "_selected_action": [row.pk], "select_across": "1", "post": "yes"}
            answer = client.post(reverse(f"admin:{prefix}_changelist") + popup, typed)
            assert may_look or not is_open(answer), (person, prefix, action, answer.status_code)
        assert model._default_manager.filter(pk=row.pk).exists(), prefix
