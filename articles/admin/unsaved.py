"""Nothing typed is lost: drafts of open forms kept every few seconds, offered back; and who has it open."""

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.models import Article, Opening, PrivateDraft
from vietnamese import dates

TAB = re.compile("[0-9a-f]{16}")
LARGEST = 1_500_000  # characters of one draft
NOT_KEPT = {"csrfmiddlewaretoken", "tab", "took", "seen_version", "changed", "reason", "publish_at"}
MOST_ROWS = 200


class Unsaved:
    """The part of ArticleAdmin that keeps what is not saved."""

    def get_urls(self):
        views = {
            "autosave_new": ("autosave/", require_POST(self.autosave_view)),
            "autosave": ("<int:pk>/autosave/", require_POST(self.autosave_view)),
            "forget_draft": ("draft/<int:pk>/forget/", require_POST(self.forget_draft_view)),
        }
        return [
            path(pattern, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for name, (pattern, view) in views.items()
        ] + super().get_urls()

    def autosave_view(self, request, pk=None):
        """Keeps the form as it is now; says who else has it open and whether it was saved meanwhile."""
        article = self.visible(request, pk) if pk else None
        allowed = self.has_change_permission(request, article) if pk else self.has_add_permission(request)
        tab, seen = request.POST.get("tab", ""), request.POST.get("seen_version", "")
        if not allowed:
            raise PermissionDenied
        if not TAB.fullmatch(tab) or not seen.isdecimal():
            return HttpResponseBadRequest()
        answer = {}
        if request.POST.get("changed"):
            fields = kept(request.POST)
            if sum(len(value) for values in fields.values() for value in values) > LARGEST:
                return HttpResponseBadRequest()
            PrivateDraft.objects.keep(request.user, article, tab, int(seen[:9]), fields)
            answer["saved"] = gettext("Unsaved text kept at %s") % dates.short_time(timezone.now())
        if article:
            Opening.objects.sign_of_life(article, request.user)
            answer["others"] = others(article, request.user)
            if article.version != int(seen[:9]):
                answer["newer"] = gettext(
                    "Somebody saved this article meanwhile. When you save, you will see both texts."
                )
        return JsonResponse(answer)

    def forget_draft_view(self, request, pk):
        draft = get_object_or_404(PrivateDraft, pk=pk, by=request.user)
        draft.delete()
        if draft.article_id:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[draft.article_id]))
        return HttpResponseRedirect(reverse("admin:articles_article_add"))

    def draft_taken(self, request, object_id) -> PrivateDraft | None:
        """The draft this page was asked to take back (?lay-lai=7): this person's own, of this article."""
        number = request.GET.get("lay-lai", "")
        if request.method != "GET" or not number.isdecimal():
            return None
        article = object_id if object_id and str(object_id).isdecimal() else None
        offered = PrivateDraft.objects.offered_to(request.user, article)
        return offered.filter(pk=int(number[:18])).first()

    def unsaved_context(self, request, article: Article | None) -> dict:
        """Template variables `offered`, `others`, `autosave_url`. A sign of life of this person, too."""
        pk = article.pk if article else None
        url = (
            reverse("admin:articles_article_autosave", args=[pk])
            if pk
            else reverse("admin:articles_article_autosave_new")
        )
        context = {"autosave_url": url, "others": []}
        if request.method == "GET":
            context["offered"] = list(PrivateDraft.objects.offered_to(request.user, article)[:5])
        if article:
            Opening.objects.sign_of_life(article, request.user)
            context["others"] = others(article, request.user)
        return context

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.taken = getattr(request, "draft_taken", None)
        return form

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        PrivateDraft.objects.close(request.user, form.cleaned_data.get("tab", ""))
        if took := form.cleaned_data.get("took"):
            PrivateDraft.objects.filter(by=request.user, tab=took).delete()


def others(article: Article, person) -> list[str]:
    """Who else has the article open since when, in words."""
    return [
        gettext("%(who)s has had this article open since %(when)s.")
        % {"who": opening.person, "when": dates.short_time(opening.opened_at)}
        for opening in Opening.objects.of_others(article, person)
    ]


def kept(posted: QueryDict) -> dict[str, list[str]]:
    return {
        name: values
        for name, values in posted.lists()
        if name not in NOT_KEPT and not name.startswith("_") and "__prefix__" not in name
    }


def typed(draft: PrivateDraft) -> MultiValueDict:
    """The draft's fields as a form reads them."""
    return MultiValueDict(draft.fields)


def typed_rows(draft: PrivateDraft, prefix: str, names: tuple[str, ...]) -> list[dict]:
    """The rows of a formset as they were typed, without the empty ones and those marked for deletion."""
    data, rows = typed(draft), []
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    for number in range(min(int(total) if total.isdecimal() else 0, MOST_ROWS)):
        row = {name: data.get(f"{prefix}-{number}-{name}", "") for name in names}
        if any(row[name] for name in names[1:]) and f"{prefix}-{number}-DELETE" not in data:
            rows.append(row)
    return rows
