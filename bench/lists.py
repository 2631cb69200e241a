"""How long the newsroom's lists take on a large archive: every list, its filters, its search, the pickers.

    DATABASE_URL=postgres:///bench python -m bench.lists [--slow 300]

Reads only: any database will do, as large as it can be. Prints the slowest of three looks at each page (the
median beside it) and marks what takes longer than 300 ms.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator

LOOKS = 3
WORDS = ("thái sơn", "thai son", "việt nam", "cải cách hành chính", "xyzzy")


def main() -> None:
    parser = argparse.ArgumentParser(description="How long the newsroom's lists take on a large archive.")
    parser.add_argument("--slow", type=int, default=300, help="milliseconds from which a page is marked")
    slow = parser.parse_args().slow
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    for name, look in pages():
        times = [timed(look) for _look in range(LOOKS)]
        mark = "  slow" if max(times) > slow else ""
        print(f"{name:64} {max(times):8.0f} ms {statistics.median(times):8.0f}{mark}", flush=True)


def timed(look: Callable) -> float:
    from django.db import Error, connection

    began = time.perf_counter()
    try:
        look()
    except Error as error:
        print("   ", str(error).splitlines()[0])
        connection.close()
    return (time.perf_counter() - began) * 1000


def pages() -> Iterator[tuple[str, Callable]]:
    from django.contrib import admin

    person = chief()
    for model, tool in admin.site._registry.items():
        name = model._meta.label_lower
        if tool.search_fields or tool.list_filter or name in {"comments.comment", "articles.chain"}:
            yield name, listed(tool, person, {})
            for query in filters(tool, person):
                yield f"{name} {query}", listed(tool, person, query)
            for word in WORDS if tool.search_fields or name == "comments.comment" else ():
                yield f"{name} q={word}", listed(tool, person, {"q": word} | everything(name))
    for app, model, field in (("articles", "pick", "target"), ("articles", "byline", "author")):
        for word in WORDS:
            yield f"picker of {model}.{field} {word}", picked(app, model, field, word, person)


def everything(name: str) -> dict:
    return {"state": "all"} if name == "comments.comment" else {}


def chief():
    """Somebody with all rights who is nowhere stored."""
    from accounts.models import User

    return User.objects.filter(is_superuser=True).first() or User(
        pk=1, username="bench", is_staff=True, is_superuser=True
    )


def request_for(path: str, query: dict, person):
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory

    request = RequestFactory().get(path, query)
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    return request


def listed(tool, person, query: dict) -> Callable:
    def look():
        answer = tool.changelist_view(request_for("/admin/", query, person))
        if hasattr(answer, "render"):
            answer.render()

    return look


def filters(tool, person) -> Iterator[dict]:
    """Each choice of each filter, as the list itself offers it."""
    from urllib.parse import parse_qsl

    request = request_for("/admin/", {}, person)
    shown = tool.get_changelist_instance(request)
    for filter_ in shown.filter_specs:
        for choice in list(filter_.choices(shown))[1:12]:
            yield dict(parse_qsl(choice["query_string"].lstrip("?")))


def picked(app: str, model: str, field: str, word: str, person) -> Callable:
    from django.contrib import admin
    from django.contrib.admin.views.autocomplete import AutocompleteJsonView
    from django.urls import reverse

    query = {"app_label": app, "model_name": model, "field_name": field, "term": word}
    view = AutocompleteJsonView.as_view(admin_site=admin.site)
    return lambda: view(request_for(reverse("admin:autocomplete"), query, person))


if __name__ == "__main__":
    main()
