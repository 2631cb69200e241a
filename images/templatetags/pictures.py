"""{% picture image sizes="(min-width: 60em) 800px, 100vw" alt="..." priority=True ratio="3x2" class="" %}"""

from django import template

from images.models import Image

register = template.Library()


@register.inclusion_tag("images/picture.html")
def picture(image: Image | None, sizes="100vw", alt=None, priority=False, ratio="", **more) -> dict:
    """A <picture> with AVIF, WebP and JPEG, from the row alone: no query. Nothing for None.

    `alt` defaults to the picture's own alternative text; `alt=""` says it is decoration. `priority` is for
    the one picture above the fold. `ratio` (16x9, 3x2, 4x3, 1x1) crops around the focal point.
    """
    if image is None:
        return {"image": None}
    crop = [f"picture--{ratio}", *focus_classes(image)] if ratio else []
    return {
        "image": image,
        "avif": image.srcset("avif"),
        "webp": image.srcset("webp"),
        "sizes": sizes,
        "width": str(image.width),  # a number would be printed with thousands separators
        "height": str(image.height),
        "alt": image.alternative_text if alt is None else alt,
        "priority": priority,
        "classes": " ".join(["picture", *crop, *more.get("class", "").split()]),
    }


def focus_classes(image: Image) -> list[str]:
    """Classes in tenths, because the content policy forbids inline styles. The middle needs none."""
    return [
        f"focus-{axis}-{round(value / 10)}"
        for axis, value in zip("xy", image.focus, strict=True)
        if value != 50
    ]
