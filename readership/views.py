"""The beacon a page sends once its reader has stayed a little, and the page of the most read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.readers import sent_from_elsewhere
from readership.counting import read_by, waiting
from readership.ranking import most_read

LONG = 20  # articles on the page of the most read


@csrf_exempt  # carries no authority, reads and sets no cookie
@never_cache
@require_POST
def count(request, pk: str) -> HttpResponse:
    """204 whatever it was: a program learns nothing from the answer."""
    if not sent_from_elsewhere(request) and (read := read_by(request, int(pk))):
        waiting.add(read)
    return HttpResponse(status=204)


@require_safe
def page(request) -> HttpResponse:
    return render(request, "readership/most_read.html", {"most_read": most_read(LONG)})
