"""Merging tags: which are alike, which one stays, what that changes, and then once and for good."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.models import MergedTag, Tag, TaggedArticle
from articles.workflow import Refused
from images.desk import numbers

MOST = 50  # tags of one merge


class AlikeFilter(admin.SimpleListFilter):
    title = _("spelling")
    parameter_name = "alike"

    def lookups(self, request, model_admin):
        return [("yes", _("Written almost alike"))]

    def queryset(self, request, tags):
        return tags.alike() if self.value() == "yes" else tags


class IntoForm(forms.Form):
    """Which of the chosen tags stays, or another one instead."""

    into = forms.ModelChoiceField(
        Tag.objects.none(), label=_("This one stays"), required=False, empty_label=None
    )
    other = forms.ModelChoiceField(Tag.objects.all(), label=_("Or another tag"), required=False)

    def __init__(self, data, chosen, site):
        super().__init__(data)
        self.fields["into"].widget = forms.RadioSelect()
        self.fields["into"].queryset = chosen
        self.fields["other"].widget = AutocompleteSelect(MergedTag._meta.get_field("into"), site)
        self.fields["other"].widget.choices = self.fields["other"].choices

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("into") or cleaned.get("other")):
            raise forms.ValidationError(_("Choose the tag that stays."))
        return cleaned

    @property
    def target(self) -> Tag:
        return self.cleaned_data["other"] or self.cleaned_data["into"]


class Merging:
    """The part of TagAdmin that merges."""

    actions = ("merge_chosen",)

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.merge_view))
        return [path("merge/", view, name="articles_tag_merge"), *super().get_urls()]

    def has_merge_permission(self, request) -> bool:
        return request.user.has_perm("articles.merge_tag")

    @admin.action(description=_("Merge the chosen tags into one"), permissions=["merge"])
    def merge_chosen(self, request, tags):
        ids = ",".join(str(pk) for pk in tags.values_list("pk", flat=True)[:MOST])
        return HttpResponseRedirect(f"{reverse('admin:articles_tag_merge')}?ids={ids}")

    def merge_view(self, request):
        """First ?ids=1,2: which one stays? Then &into=1: what that changes, and a button that does it."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        ids = numbers(request.GET.get("ids", ""))
        chosen = Tag.objects.filter(pk__in=ids[:MOST])
        asked = {"into", "other"} & request.GET.keys()
        form = IntoForm(request.GET if asked else None, chosen, self.admin_site)
        context = {"chosen": counted(chosen), "form": form, "ids": request.GET.get("ids", "")[:1000]}
        if form.is_valid():
            merged = [tag for tag in context["chosen"] if tag.pk != form.target.pk]
            if request.method == "POST":
                return self.merge(request, merged, form.target)
            context |= {"into": form.target, "merged": merged, "moving": articles_with(merged)}
        context |= self.admin_site.each_context(request) | {"title": _("Merge tags"), "opts": self.opts}
        return render(request, "admin/articles/tag/merge.html", context | {"media": self.media + form.media})

    def merge(self, request, merged: list[Tag], into: Tag):
        names = ", ".join(f"“{tag}”" for tag in merged)
        try:
            moved = Tag.objects.merge(merged, into, request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, into, gettext("Merged into this tag: %s") % names)
            sentence = ngettext(
                "%(names)s merged into “%(into)s”: %(count)d article moved.",
                "%(names)s merged into “%(into)s”: %(count)d articles moved.",
                moved,
            )
            messages.success(request, sentence % {"names": names, "into": into, "count": moved})
        return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))


def counted(tags) -> list[Tag]:
    """The tags, each with `articles`: how many have it."""
    found = list(tags.order_by("folded", "name"))
    for tag in found:
        tag.articles = tag.tagged.count()
    return found


def articles_with(tags: list[Tag]) -> int:
    return TaggedArticle.objects.filter(tag__in=tags).values("content_object").distinct().count()
