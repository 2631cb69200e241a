"""Processes of their own that work on the test's database."""

import os
from urllib.parse import urlsplit

from django.db import connection


def database_url() -> str:
    """The address of the test's database, wherever their server listens: port or socket."""
    given = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/portal")
    return urlsplit(given)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
