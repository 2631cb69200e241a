"""The door for the application server."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()

from portal.stored_first import StoredFirst  # noqa: E402  (imports models: Django must be set up)

pages_first = StoredFirst(django_application)

# Django decodes the query by it while it builds the request, before anything of ours can refuse the request:
# with "rot13" or "charset*=nonsense''utf-8" that fails, with others it makes another text of the query
ODD_TYPE = re.compile(r"""\*|charset\s*=\s*["']?(?!utf-8\b)""", re.IGNORECASE)


def application(environ, start_response):
    """WSGI. A form in another charset than ours arrives as a body of no known type."""
    if ODD_TYPE.search(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = "application/octet-stream"
    return pages_first(environ, start_response)
