"""What the editor and the picture field ask the server. JSON only, in the newsroom only."""

from functools import wraps

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from images.models import Image
from images.paging import COUNTED, CappedPaginator
from images.upload import BadPicture, NoSpace, TooMany, store, take_turn
from images.uses import Uses, uses_of
from vietnamese.dates import short_date

PAGE = 24
INSERTED_WIDTH = 1280  # the rendition the editor puts into a text
LONGEST_QUERY = 200


def refused(sentence: str, status: int, **more) -> JsonResponse:
    """`uploaded` and `error.message` are what CKEditor's upload reads."""
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}} | more, status=status)


def newsroom_only(permission: str):
    """Staff with this permission; anyone else gets a sentence and 403, never a redirect to a login page."""

    def decorator(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            user = request.user
            if not (user.is_authenticated and user.is_staff):
                return refused(_("You are not signed in. Sign in to the newsroom and try again."), 403)
            if not user.has_perm(permission):
                return refused(_("Your role in the newsroom does not cover pictures."), 403)
            return view(request, *args, **kwargs)

        return guarded

    return decorator


@require_POST
@newsroom_only("images.add_image")
def upload(request):
    """A file in the field `upload` becomes a picture: 200 with its data, or 400, 403, 429, 507 and why."""
    try:
        take_turn(request.user)
        file = request.FILES.get("upload")
        if file is None:
            raise BadPicture(_("No file arrived. Choose a picture and send it again."))
        image = store(file, request.user)
    except TooMany as error:
        return refused(str(error), 429, wait=True)
    except BadPicture as error:
        return refused(str(error), 400)
    except NoSpace as error:
        return refused(str(error), 507)
    return JsonResponse(as_json(image) | {"uploaded": 1, "fileName": file.name})


@require_safe
@newsroom_only("images.view_image")
def pick(request):
    """A page of pictures, newest first, whose texts have every word begun in `q`, with marks or without."""
    found = Image.objects.matching(request.GET.get("q", "")[:LONGEST_QUERY])
    page = CappedPaginator(found, PAGE).get_page(request.GET.get("page"))
    used = uses_of(page.object_list, request.user)
    return JsonResponse(
        {
            "pictures": [as_json(image, used[image.pk]) for image in page],
            "count": min(page.paginator.count, COUNTED),
            "more": page.paginator.count > COUNTED,
            "next": page.next_page_number() if page.has_next() else None,
        }
    )


def as_json(image: Image, used: Uses = Uses()) -> dict:  # noqa: B008 (a tuple)
    """A picture for the editor (`url` with its own width and height) and for the picture field (the rest)."""
    width = min(image.width, INSERTED_WIDTH)
    return {
        "id": image.pk,
        "url": image.url(width),
        "width": width,
        "height": image.height_at(width),
        "srcset": image.srcset("webp"),
        "thumbnail": image.thumbnail_url,
        "name": str(image),
        "caption": image.caption,
        "credit": image.credit,
        "alternative_text": image.alternative_text,
        "used": used.in_words(),
        "latest": used.latest,
        "warning": warning(image),
    }


def warning(image: Image) -> str:
    """What to know before it is chosen."""
    if image.has_ended:
        return _("The right to print it ended on %s.") % short_date(image.rights_until)
    if image.ends_soon:
        return _("May be printed until %s.") % short_date(image.rights_until)
    return ""
