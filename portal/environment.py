"""Settings come from the environment; a value nobody can mean stops the start with a sentence."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
HOST = r"(?:[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
SITE = re.compile(rf"https?://{HOST}(:[0-9]{{1,5}})?", re.IGNORECASE)
HOST_PATTERN = re.compile(rf"\*|\.?{HOST}", re.IGNORECASE)
MAKE_KEY = "make one with `openssl rand -hex 32`."


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    """A misspelt boolean must never quietly mean false (or true)."""
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: write 'true' or 'false'.")
    return value in TRUE


def integer(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = text(name, str(default))
    if not re.fullmatch("[0-9]{1,10}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = text(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} must be one of {', '.join(choices)}.")
    return value


def address(name: str, default: str) -> str:
    """Scheme and host without a trailing slash: the only source of absolute addresses."""
    value = text(name, default).rstrip("/")
    if not SITE.fullmatch(value) or not _has_port(value):
        raise ImproperlyConfigured(f"{name}={value!r} must look like https://baothuanphong.example .")
    return value.lower()


def hosts(name: str, default: str) -> list[str]:
    """Host names divided by commas, without scheme, port and path."""
    found = [host for part in text(name, default).split(",") if (host := part.strip())]
    if odd := [host for host in found if not HOST_PATTERN.fullmatch(host)]:
        raise ImproperlyConfigured(
            f"{name}: {odd[0]!r} is no host name; write baothuanphong.example,www.other.example ."
        )
    return found


def database(name: str, default: str) -> dict:
    """Django's DATABASES entry for a postgres:// address; no other engine is supported."""
    value = text(name, default)
    found = {}
    if value.startswith(("postgres://", "postgresql://")):
        with suppress(ValueError):  # a port that is no number
            found = environ.Env.db_url_config(value)
    if not found.get("NAME"):  # the value may hold a password: it is not repeated
        raise ImproperlyConfigured(
            f"{name} must be an address like postgres://user:password@host:5432/name ."
        )
    return found


def redis(name: str) -> str:
    """An address of Redis, or empty for none."""
    value = text(name)
    if value and not (value.startswith(("redis://", "rediss://", "unix://")) and _has_port(value)):
        raise ImproperlyConfigured(f"{name} must be an address like redis://host:6379/0 .")
    return value


def _has_port(value: str) -> bool:
    """The port, if one is given, is one."""
    try:
        return urlsplit(value).port != 0
    except ValueError:
        return False


def secret(name: str, keep_in: Path, *, may_make_up: bool) -> str:
    """The signing key. In development one is made up once and kept; in production it must be given."""
    if value := text(name):
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} must have at least 50 characters: {MAKE_KEY}")
        return value
    if not may_make_up:
        raise ImproperlyConfigured(f"{name} must be set on a public site: {MAKE_KEY}")
    try:
        return _kept_secret(keep_in)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is not set, and {keep_in} cannot be kept ({error.strerror}): {MAKE_KEY}"
        ) from None


def _kept_secret(file: Path) -> str:
    """Of several processes that start at once, all get the key of the first."""
    if not file.exists() or not file.stat().st_size:  # empty: what a full disk left
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(0o600)
        draft.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
