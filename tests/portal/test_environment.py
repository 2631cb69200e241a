"""An operator sets a value nobody can mean: the portal does not start, and says what to write instead."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import environment as env

PROJECT = Path(__file__).resolve().parents[2]
KEY = "k" * 64
PUBLIC = {"SITE_URL": "https://baothuanphong.example", "SECRET_KEY": KEY}


def start(**variables) -> subprocess.CompletedProcess:
    """Read the settings in a process of their own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    code = "from portal import settings as s; print(s.DEBUG, s.PUBLIC, s.SITE_URL, s.ALLOWED_HOSTS)"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=inherited | variables, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "flase"}, "DEBUG='flase' is neither yes nor no: write 'true' or 'false'."),
        ({"CONN_MAX_AGE": "a minute"}, "CONN_MAX_AGE='a minute' must be a whole number"),
        ({"PAGE_CACHE_SECONDS": "-1"}, "PAGE_CACHE_SECONDS='-1' must be a whole number"),
        ({"SITE_URL": "baothuanphong.example"}, "must look like https://"),
        (
            {"DATABASE_URL": "mysql://root@127.0.0.1/portal"},
            "DATABASE_URL must be an address like postgres://",
        ),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must be an address like redis://"),
        ({"LOG_LEVEL": "noisy"}, "LOG_LEVEL='NOISY' must be one of DEBUG, INFO"),
        ({"ALLOWED_HOSTS": "https://bao.example"}, "ALLOWED_HOSTS: 'https://bao.example' is no host name"),
        ({"SECRET_KEY": "secret"}, "SECRET_KEY must have at least 50 characters"),
        ({"SITE_URL": "https://baothuanphong.example"}, "SECRET_KEY must be set on a public site"),
        (PUBLIC | {"DEBUG": "true"}, "set it to false on a public site"),
    ],
)
def test_nonsense_stops_the_start_with_a_sentence(variables, sentence):
    process = start(**variables)
    assert process.returncode != 0
    last = process.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last


def test_good_values_and_none_start():
    public = start(**PUBLIC, ALLOWED_HOSTS=" www.bao.example, .bao.example ", DEBUG="off")
    hosts = "['baothuanphong.example', 'www.bao.example', '.bao.example']"
    assert public.stdout == f"False True https://baothuanphong.example {hosts}\n", public.stderr
    empty = start(SECRET_KEY=KEY, DEBUG="", SITE_URL=" ", ALLOWED_HOSTS="")
    assert empty.stdout.startswith("False False http://127.0.0.1:8000 "), empty.stderr


def test_every_variable_that_is_read_is_explained():
    explained = set(re.findall(r"^(?:# )?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    settings = (PROJECT / "portal" / "settings.py").read_text()
    read = set(re.findall(r"env\.[a-z]+\(\s*\"([A-Z_]+)\"", settings))
    assert len(read) > 12
    assert read <= explained


@pytest.mark.parametrize(
    "value",
    [
        "ftp://bao.example",
        "https://",
        "https://bao.example/thu-muc",
        "https://bao.example?x=1",
        "https://bao.example#x",
        "https://user:password@bao.example",
        "https://bao.example:port",
        "https://bao.example:99999",
        "https://bao example",
        "https://[::1",
        "https://bao.example\nX-Header: 1",
        "javascript:alert(1)",
    ],
)
def test_addresses_that_are_none(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.address("SITE_URL", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://Bao.example/", "https://bao.example"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("", "http://default.example"),
    ],
)
def test_addresses(monkeypatch, value, address):
    monkeypatch.setenv("SITE_URL", value)
    assert env.address("SITE_URL", "http://default.example") == address


@pytest.mark.parametrize(
    "value",
    ["sqlite:///portal.db", "postgres://", "postgres://user@host", "postgres://u@h:port/name", "portal"],
)
def test_databases_that_are_none_and_no_password_in_the_sentence(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value.replace("u@", "u:geheim@"))
    with pytest.raises(ImproperlyConfigured, match="postgres://user:password@host") as error:
        env.database("DATABASE_URL", "")
    assert "geheim" not in str(error.value)


def test_databases(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://bao:m%40t%2Fkh%E1%BA%A9u@db.example:6432/portal")
    found = env.database("DATABASE_URL", "")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        ("bao", "m@t/khẩu", "db.example", 6432, "portal")
    )
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@/portal?host=/tmp/.sockets")
    assert env.database("DATABASE_URL", "")["NAME"] == "portal"


@pytest.mark.parametrize("value", ["1.5", "٣", "0x10", "1e3", "-0", "9" * 30, "1_000"])
def test_numbers_that_are_none(monkeypatch, value):
    monkeypatch.setenv("THREADS", value)
    with pytest.raises(ImproperlyConfigured, match="THREADS"):
        env.integer("THREADS", 8, least=1)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("true", True), ("YES", True), ("1", True), (" on ", True), ("no", False), ("0", False), ("", True)],
)
def test_booleans(monkeypatch, value, meant):
    monkeypatch.setenv("BEHIND_PROXY", value)
    assert env.boolean("BEHIND_PROXY", True) is meant


def test_the_key_is_made_up_once_and_only_its_owner_may_read_it(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    place = tmp_path / "var" / "secret_key"
    first = env.secret("SECRET_KEY", place, may_make_up=True)
    assert len(first) == 64
    assert env.secret("SECRET_KEY", place, may_make_up=True) == first
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(place.parent.iterdir()) == [place]


def test_a_key_that_cannot_be_kept_is_asked_for(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="cannot be kept"):
        env.secret("SECRET_KEY", Path("/proc/nowhere/secret_key"), may_make_up=True)


def test_an_empty_key_file_is_no_key(monkeypatch, tmp_path):
    """What a full disk left behind."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").touch()
    assert len(env.secret("SECRET_KEY", tmp_path / "secret_key", may_make_up=True)) == 64
