"""The Vietnamese catalogues: complete, compiled, in one spelling, and covering every text of the code."""

import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from vietnamese.text import one_tone

LOCALE, OF_PACKAGES = (folder / "vi" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
CATALOGUES = [LOCALE / "django.po", OF_PACKAGES / "django.po", OF_PACKAGES / "djangojs.po"]
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}|</?\w+")
# foreign words one_tone would move a mark in
FOREIGN = set()


@pytest.fixture(params=CATALOGUES, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def catalogue(request):
    return polib.pofile(request.param)


def texts_of(entry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def where(entries) -> str:
    return "\n".join(f"{entry.msgctxt or ''} {entry.msgid!r} -> {texts_of(entry)}" for entry in entries)


def test_nothing_is_untranslated_or_guessed(catalogue):
    left = [entry for entry in catalogue if not entry.translated() or "fuzzy" in entry.flags]
    assert not left, where(left)


def test_what_is_compiled_is_what_is_written(catalogue):
    compiled = {
        (entry.msgctxt, entry.msgid): texts_of(entry)
        for entry in polib.mofile(str(catalogue.fpath).removesuffix("po") + "mo")
    }
    assert compiled == {(entry.msgctxt, entry.msgid): texts_of(entry) for entry in catalogue}


def test_every_placeholder_is_kept(catalogue):
    """Vietnamese has one form for one and for many, so it holds what the English plural holds."""
    lost = [
        entry
        for entry in catalogue
        for text in texts_of(entry)
        if sorted(set(PLACEHOLDER.findall(text)))
        not in (
            sorted(set(PLACEHOLDER.findall(entry.msgid))),
            sorted(set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))),
        )
    ]
    assert not lost, where(lost)


def test_one_spelling_of_tones_and_words(catalogue):
    """Tòa soạn, hòa, khóa, xóa, thủy; email, not e-mail: one house, one spelling."""
    other = [
        entry
        for entry in catalogue
        for text in texts_of(entry)
        if (one_tone(text) != text and text not in FOREIGN) or re.search("e-mail", text, re.IGNORECASE)
    ]
    assert not other, where(other)


def test_the_words_of_the_house(catalogue):
    """The trade's own words, not a dictionary's: từ khóa, chuyên mục, dòng sự kiện, gỡ bài, sapo, tít."""
    other = re.compile(
        r"\b(thẻ|chuyên đề|tiêu đề bài|danh mục|phóng sự viên|ban biên tập duyệt)\b", re.IGNORECASE
    )
    wrong = [entry for entry in catalogue if any(other.search(text) for text in texts_of(entry))]
    assert not wrong, where(wrong)


@pytest.mark.skipif(
    not shutil.which("xgettext"), reason="gettext is not installed: the code was not searched"
)
def test_every_text_of_the_code_is_in_the_catalogue(tmp_path):
    """makemessages over a copy of the code finds what the catalogue has, no more and no less."""
    parts = ["templates", "static/js", "locale", *settings_apps()]
    for part in parts:
        target = tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(
            settings.BASE_DIR / part, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.webp")
        )
    script = (
        "import django; from django.conf import settings; "
        "settings.configure(LANGUAGE_CODE='vi', USE_I18N=True, LOCALE_PATHS=['locale']); django.setup(); "
        "from django.core.management import call_command; "
        "call_command('makemessages', locale=['vi'], no_obsolete=True, no_wrap=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, timeout=120)
    found = {keys(entry) for entry in polib.pofile(tmp_path / "locale/vi/LC_MESSAGES/django.po")}
    kept = {keys(entry) for entry in polib.pofile(CATALOGUES[0])}
    assert not found - kept, f"in the code, not in the catalogue: {sorted(found - kept, key=str)}"
    assert not kept - found, f"in the catalogue, no longer in the code: {sorted(kept - found, key=str)}"


def settings_apps() -> list[str]:
    """The folders of the project's own code."""
    return sorted(
        path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py") if path.parent.name != "tests"
    )


def keys(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def test_our_words_come_before_the_packages_own():
    """Django's own catalogue says "Thứ 4", leaves `timesince` in English and calls signing out "Thoát"."""
    with translation.override("vi"):
        assert gettext("Wednesday") == "Thứ Tư"
        assert gettext("Log out") == "Đăng xuất"
        forms = ("%(num)d day", "%(num)d days")  # not in the call: makemessages would take it for ours
        assert ngettext(*forms, 2) % {"num": 2} == "2 ngày"


def test_dates_and_numbers_are_vietnamese():
    with translation.override("vi"):
        assert formats.number_format(1234567.5, decimal_pos=1) == "1.234.567,5"
        assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_the_newsrooms_calendar_speaks_vietnamese(cast, login):
    """What the calendar's script says comes from the same folder, and it writes what the form reads."""
    script = login(cast.chief).get("/admin/jsi18n/").content.decode()
    words = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), script)
    for word in ("Thứ Tư", "Chủ nhật", "Giữa trưa", "Hủy"):
        assert word in words
    assert "%d/%m/%Y" in words
    assert re.search(r'"FIRST_DAY_OF_WEEK": "?1', words)
