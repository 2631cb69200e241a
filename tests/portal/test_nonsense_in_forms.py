"""Nonsense in every field of every form of the newsroom: the answer is a page with sentences, never a 500."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.pages_read import read
from tests.portal.test_rights import MODELS, addresses
from tests.test_no_english import paper  # noqa: F401  (a fixture)

NONSENSE = (
    "abc",
    "-1",
    "9" * 400,
    "9223372036854775808",  # one more than the database's largest number
    "31/02/2026",
    "2026-13-45",
    "0001-01-01",
    "NaN",
    "😀" * 300,
    "<script>alert(1)</script>",
    '{"a": [',
    "\x00",
    "ế" * 5000,
)
QUERIES = ("q={}", "o={}", "p={}", "state={}", "act={}", "id__exact={}", "e=1&_popup={}", "_to_field={}")
QUERIES += ("created_at__gte={}", "section__id__exact={}", "is_active__exact={}", "_changelist_filters={}")
MANAGED = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.fixture
def boss(paper):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(
        User.objects.get(username="quan-tri"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def fields_of(page) -> dict[str, str]:
    """Every field of the page's forms with what the browser would send."""
    found = dict(page.hidden)
    for control in page.controls:
        of = control.attributes
        if of.get("name") and of.get("type") not in ("file", "submit", "button"):
            found[of["name"]] = of.get("value", "")
    return found | {"_save": "1"}


def spoiled(fields: dict, nonsense: str) -> dict:
    """Nonsense everywhere but in what holds the rows of a form together."""
    kept = ("csrfmiddlewaretoken", *MANAGED)
    return {name: value if name.endswith(kept) else nonsense for name, value in fields.items()}


def forms():
    """(add or change, address) of every model's forms."""
    for prefix, (model, _changes) in MODELS.items():
        yield reverse(f"admin:{prefix}_add")
        if row := model._default_manager.first():
            yield reverse(f"admin:{prefix}_change", args=[row.pk])


def test_in_every_field_of_every_form(boss):
    broken, tried = [], 0
    for url in forms():
        page = boss.get(url)
        assert page.status_code < 500, url
        if page.status_code != 200:
            continue
        fields = fields_of(read(page.content.decode()))
        attempts = [spoiled(fields, nonsense) for nonsense in NONSENSE]
        rows = [name for name in fields if name.endswith(MANAGED)]
        attempts += [
            fields | dict.fromkeys(rows, number) for number in ("abc", "-1", "999999999", "") if rows
        ]
        for sent in attempts:
            tried += 1
            answer = boss.post(url, sent)
            if answer.status_code >= 500:
                broken.append(f"{url} with {next(iter(sent.values()))[:30]!r}: {answer.status_code}")
    assert tried > 300
    assert not broken, "\n".join(broken)


def test_in_every_field_alone(boss):
    """All others as they are: a field checked late must not be the one nobody reached."""
    broken = []
    for url in forms():
        page = boss.get(url)
        if page.status_code != 200 or "/change/" not in url:
            continue
        fields = fields_of(read(page.content.decode()))
        for name in fields:
            answer = boss.post(url, fields | {name: "9223372036854775808"})
            if answer.status_code >= 500:
                broken.append(f"{url}: {name}: {answer.status_code}")
    assert not broken, "\n".join(broken)


def test_in_every_list(boss):
    broken = []
    for prefix in MODELS:
        url = reverse(f"admin:{prefix}_changelist")
        for query in QUERIES:
            for nonsense in ("abc", "-1", "9223372036854775808", "%00", "%F0%9F%98%80", "%C3%28"):
                answer = boss.get(f"{url}?{query.format(nonsense)}")
                if answer.status_code >= 500:
                    broken.append(f"{url}?{query.format(nonsense)}: {answer.status_code}")
        for act in ("export", "delete_selected", "abc"):
            for ticked in ("abc", "-1", "9223372036854775808", "\x00"):
                answer = boss.post(url, {"action": act, "_selected_action": [ticked], "index": "x"})
                if answer.status_code >= 500:
                    broken.append(f"{url} {act} {ticked}: {answer.status_code}")
    assert not broken, "\n".join(broken)


def test_at_every_other_address(boss):
    """Previews, versions, moves, claims, drafts, notices: numbers nobody has, and forms nobody wrote."""
    broken = []
    names = (
        "_move",
        "seen_version",
        "act",
        "session",
        "code",
        "reason",
        "at",
        "tab",
        "name",
        "state",
        "here",
    )
    for name, count in addresses():
        if name == "logout":
            continue
        for number in ("0", "1", "9223372036854775808", "articles"):
            try:
                url = reverse(f"admin:{name}", args=[number] * count)
            except NoReverseMatch:
                continue
            for nonsense in ("abc", "9223372036854775808", "\x00"):
                for answer in (
                    boss.get(url, dict.fromkeys(names, nonsense)),
                    boss.post(url, dict.fromkeys(names, nonsense)),
                ):
                    if answer.status_code >= 500:
                        broken.append(f"{url} {nonsense!r}: {answer.status_code}")
    assert not broken, "\n".join(sorted(set(broken)))
