"""The picture desk: many pictures in at once, then one screen to describe them all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from images.forms import DescriptionForm, ForAllForm, UploadForm
from images.models import Image
from images.upload import BadPicture, NoSpace, TooMany, store, take_turn

MOST = 60  # described on one screen


class Desk:
    """The part of ImageAdmin that works on many."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.describe_view))
        return [path("describe/", view, name="images_image_describe"), *super().get_urls()]

    # --- in -------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Files without script come in one form; with script the page sends each by itself (views.upload)."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            stored = take_in(request, form.cleaned_data["file"])
            if stored:
                return HttpResponseRedirect(describe_url(stored))
        context = self.desk_context(request, _("Upload pictures")) | {"form": form, "most": MOST}
        return render(request, "admin/images/image/upload.html", context)

    # --- described ------------------------------------------------------------------------------

    def describe_view(self, request):
        """Every picture of ?ids=5,7 with its texts, rights and focal point; one save for all of them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = Image.objects.filter(pk__in=numbers(request.GET.get("ids", ""))[:MOST]).order_by("pk")
        data = request.POST.copy() if request.method == "POST" else None
        for_all = ForAllForm(data)
        forms = [DescriptionForm(data, instance=image, prefix=f"p{image.pk}") for image in chosen]
        if data is not None and (done := self.describe(request, forms, for_all)) is not None:
            return done
        context = self.desk_context(request, _("Describe pictures")) | {"forms": forms, "for_all": for_all}
        return render(request, "admin/images/image/describe.html", context)

    def describe(self, request, forms: list[DescriptionForm], for_all: ForAllForm):
        """Where to go once all is written; None while something has to be mended. The rest is written."""
        if not for_all.is_valid():
            return None
        for form in forms:
            for_all.give(form)
        sound = [form for form in forms if form.is_valid()]
        written = [form.instance for form in sound if form.changed_data]
        for image in written:
            self.log_change(request, image, [{"changed": {"fields": [_("texts and rights")]}}])
        if written:
            sentence = ngettext("%d picture was described.", "%d pictures were described.", len(written))
            messages.success(request, sentence % len(written))
        is_done = len(sound) == len(forms)
        return HttpResponseRedirect(reverse("admin:images_image_changelist")) if is_done else None

    def desk_context(self, request, title: str) -> dict:
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "may_describe": self.has_change_permission(request),
        }


def take_in(request, files) -> list[Image]:
    """Stores the files one by one; each that is refused gets a sentence, and the rest go on."""
    stored = []
    for file in files:
        try:
            take_turn(request.user)
            stored.append(store(file, request.user))
        except (BadPicture, NoSpace, TooMany) as error:
            messages.error(request, f"“{file.name[:100]}”: {error}")
    if stored:
        sentence = ngettext("%d picture is in the library.", "%d pictures are in the library.", len(stored))
        messages.success(request, sentence % len(stored))
    return stored


def describe_url(images) -> str:
    query = QueryDict(mutable=True)
    query["ids"] = ",".join(str(image.pk) for image in images)
    return f"{reverse('admin:images_image_describe')}?{query.urlencode(safe=',')}"


def numbers(text: str) -> list[int]:
    """ "5,7" as [5, 7]; what is no number is left out."""
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) < 19]
