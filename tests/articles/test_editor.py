"""The editor's field, what its configuration promises, and the files it is allowed to bring along."""

import re
from html import unescape

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from articles import markup
from articles.body import MAX_BYTES
from articles.editor import ALLOWED, CONFIG, PASTED, BodyField
from articles.models import Article
from tests.factory import make_article


class Form(forms.Form):
    body = BodyField(required=False)
    other = forms.CharField()


def test_what_is_sent_is_cleaned():
    form = Form({"body": "<h1>A</h1><script>x</script>", "other": "b"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<h2>A</h2>"


def test_nothing_but_blanks_is_no_text():
    class Needed(forms.Form):
        body = BodyField()

    assert "body" in Needed({"body": "<p>&nbsp;</p><p><br></p>"}).errors


def test_what_enters_the_editor_is_clean_already():
    hostile = "<p>chữ</p><img src=x onerror=alert(1)>"
    for form in (Form({"body": hostile, "other": ""}), Form(initial={"body": hostile})):
        shown = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", str(form["body"]), re.DOTALL)[1])
        assert shown.strip() == "<p>chữ</p>"


def test_a_text_that_is_too_long_is_refused_with_a_sentence_and_kept(login, cast):
    typed = "<p>" + "ă" * MAX_BYTES + "</p>"
    page = login(cast.reporter).post(reverse("admin:articles_article_add"), {"title": "Bài", "body": typed})
    assert page.status_code == 200
    assert "ă" * MAX_BYTES in page.content.decode()
    assert any("1 MB" in error for error in page.context["adminform"].form.errors["body"])
    assert not Article.objects.exists()


def test_the_editors_two_pages_alone_have_the_weaker_policy(login, cast):
    article = make_article(by=cast.chief)
    client = login(cast.chief)
    for name, args in (("add", []), ("change", [article.pk])):
        policy = client.get(reverse(f"admin:articles_article_{name}", args=args)).headers[
            "Content-Security-Policy"
        ]
        assert "script-src-attr 'unsafe-inline'" in policy
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
    others = ["/admin/", reverse("admin:articles_article_changelist"), article.get_absolute_url()]
    for address in others:
        assert "unsafe" not in client.get(address).headers["Content-Security-Policy"]


def test_the_editors_filter_is_as_narrow_as_the_cleaning():
    names = {rule.strip().split("[")[0].split("(")[0] for rule in ALLOWED.split(";")}
    assert names == markup.TAGS
    assert {rule.strip().split("[")[0].split("(")[0] for rule in PASTED.split(";")} <= names
    assert "{" not in ALLOWED + PASTED  # no style
    assert "*" not in ALLOWED + PASTED
    assert CONFIG["fullPage"] is False
    assert CONFIG["versionCheck"] is False


# --- the editor's files -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collected(tmp_path_factory, plain_static_files):
    """Every file `collectstatic` would take, as its production storage leaves it, by path."""
    folder = tmp_path_factory.mktemp("collected")
    production = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | {"staticfiles": production}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_the_editors_files_in_use_are_collected(collected):
    editor = {name: size for name, size in collected.items() if name.startswith("ckeditor/")}
    plugins = {name.split("/")[3] for name in editor if name.startswith("ckeditor/ckeditor/plugins/")}
    plugins = {name for name in plugins if not name.startswith("icons")}
    assert plugins == set(
        "a11yhelp clipboard dialog divarea find image2 link magicline pastefromgdocs pastefromlibreoffice "
        "pastefromword pastetools specialchar table tableselection tabletools widget".split()
    )
    assert "staticfiles.json" in collected  # by the storage of production, which hashes names
    forbidden = re.compile(
        r"samples|tests?/|preview|exportpdf|codesnippet|jquery|flash|scayt|wsc|\.php|\.html?$"
    )
    assert [name for name in editor if forbidden.search(name)] == []
    plain = {
        name: size for name, size in editor.items() if not re.search(r"\.[0-9a-f]{12}\.|\.(br|gz)$", name)
    }
    assert sum(plain.values()) < 1_500_000
    languages = {name.rsplit("/", 1)[1] for name in plain if "/lang/" in name}
    assert languages == {"vi.js", "en.js"}


def test_the_package_itself_brings_far_more_than_is_collected(collected):
    """When this fails, the list of what is left out in portal/apps.py can go."""
    brought = [
        path for finder in get_finders() for path, _storage in finder.list([]) if path.startswith("ckeditor/")
    ]
    taken = [
        name
        for name in collected
        if name.startswith("ckeditor/") and not re.search(r"\.[0-9a-f]{12}\.", name)
    ]
    assert len(brought) > 5 * len([name for name in taken if not name.endswith((".br", ".gz"))])


@pytest.mark.parametrize(
    "name",
    """
    ckeditor.js lang/vi.js lang/en.js skins/moono-lisa/editor.css skins/moono-lisa/dialog.css
    skins/moono-lisa/editor_gecko.css skins/moono-lisa/icons.png skins/moono-lisa/icons_hidpi.png
    plugins/icons.png plugins/image2/plugin.js plugins/image2/lang/vi.js plugins/divarea/plugin.js
    plugins/link/dialogs/link.js plugins/table/dialogs/table.js plugins/tabletools/dialogs/tableCell.js
    plugins/find/dialogs/find.js plugins/specialchar/dialogs/specialchar.js
    plugins/specialchar/dialogs/lang/vi.js plugins/pastefromword/filter/default.js
    plugins/pastefromgdocs/filter/default.js plugins/pastetools/filter/common.js
    plugins/tableselection/styles/tableselection.css plugins/dialog/styles/dialog.css
    plugins/widget/images/handle.png plugins/magicline/images/icon.png
    plugins/a11yhelp/dialogs/a11yhelp.js plugins/a11yhelp/dialogs/lang/vi.js LICENSE.md
    """.split(),
)
def test_what_the_editor_asks_for_is_there_under_its_plain_name(collected, name):
    assert f"ckeditor/ckeditor/{name}" in collected
