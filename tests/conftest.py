"""The cast and the stage: one person per role, an empty page store, a media folder of the test's own."""

import logging
from dataclasses import dataclass, fields

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache

from accounts.models import User
from portal.cache import store

PASSWORD = "mat-khau-rieng-2026"


@pytest.fixture(autouse=True, scope="session")
def plain_static_files():
    """Tests serve static files from their folders: nothing has to be collected first."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clean_stage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PAGE_STORE = tmp_path / "pages"
    cache.clear()
    store().purge_all()


class Alarm(logging.Handler):
    """What the portal only logs in production is an error in the tests."""

    def emit(self, record):
        raise AssertionError(record.getMessage())


@pytest.fixture(autouse=True)
def no_personal_page():
    """A public page that sets or reads a cookie would be logged and not kept."""
    logger, alarm = logging.getLogger("portal.cache"), Alarm(logging.ERROR)
    logger.addHandler(alarm)
    yield
    logger.removeHandler(alarm)


@dataclass
class Cast:
    reporter: User
    reporter2: User
    editor: User
    secretary: User
    chief: User
    moderator: User


NAMES = {
    "reporter": "Thái Sơn",
    "reporter2": "Ngọc Ngữ",
    "editor": "Thu Hiền",
    "secretary": "Minh Quân",
    "chief": "Đức Thành",
    "moderator": "Lan Phương",
}


@pytest.fixture
def cast(db) -> Cast:
    people = {}
    for field in fields(Cast):
        user = User(
            username=field.name, full_name=NAMES[field.name], email=f"{field.name}@bao.example", is_staff=True
        )
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=field.name.rstrip("2")))
        people[field.name] = user
    return Cast(**people)


@pytest.fixture
def login(client):
    """login(person) signs them in on the test's client and gives the client back."""

    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
