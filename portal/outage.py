"""When the database is away, readers get a sentence and a way on, not a stack trace."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader

log = logging.getLogger(__name__)
RETRY_SECONDS = 30
# PostgreSQL's classes of errors that a later try may not meet again: connection, deadlock and serialisation,
# no resources, an operator's act or a timeout. Everything else is a mistake of ours and must be seen as one.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
PASSING = ("08", "40", "53", "55P03", "57")


class DatabaseOutage:
    """Answers 503 where a view meets an outage (elsewhere `views.server_error` does).

    Nothing has to be reset: Django drops a broken connection at the end of the request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, _request, error):
        return unavailable(error) if is_outage(error) else None


def is_outage(error: BaseException | None) -> bool:
    """The database does not answer, or not now: the same request may succeed in a minute."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)  # None: no connection, so nobody who could tell
    return code is None or code.startswith(PASSING)


def unavailable(error: BaseException) -> HttpResponse:
    """503 by a page that needs no database."""
    log.error("The database does not answer: %s", str(error).strip())
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(loader.render_to_string("503.html"), status=503, headers=headers)
