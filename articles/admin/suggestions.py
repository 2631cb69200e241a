"""What is suggested at the end of an article, why, and the desk's hand on it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin.lists import NamedSelect
from articles.models import Article, Hold, Tag, Topic
from articles.related import NEWEST, PICKED, chosen
from articles.searching.reasons import shared_phrases
from articles.workflow import Refused

RIGHT = "articles.choose_suggestions"
SOURCES = {
    PICKED: _("picked by the writer"),
    NEWEST: _("new in the section: too few articles are alike"),
}
DONE = {
    "pin": _("Pinned: “%s”."),
    "ban": _("Not suggested here any more: “%s”."),
    "free": _("Left to the ranking again: “%s”."),
}


class Suggesting:
    """The part of ArticleAdmin that answers for the suggestions."""

    def get_urls(self):
        views = {
            "suggestions": ("<int:pk>/suggestions/", require_safe(self.suggestions_view)),
            "hold": ("<int:pk>/suggestions/hold/", require_POST(self.hold_view)),
        }
        return [
            path(pattern, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for name, (pattern, view) in views.items()
        ] + super().get_urls()

    def suggestions_view(self, request, pk):
        article = self.visible(request, pk)
        rows = explained(article)
        form = choice_of(self.admin_site, rows)() if request.user.has_perm(RIGHT) else None
        context = self.admin_site.each_context(request) | {
            "title": _("Suggestions"),
            "subtitle": article.title,
            "article": article,
            "opts": self.opts,
            "rows": rows,
            "banned": article.holds.filter(kind=Hold.Kind.BAN).select_related("other__section", "by"),
            "form": form,
            "media": self.media + form.media if form else self.media,
        }
        return render(request, "admin/articles/article/suggestions.html", context)

    def hold_view(self, request, pk):
        """act: pin, ban or free. other: the article; place and instead_of: see Article.pin_suggestion."""
        article = self.visible(request, pk)
        try:
            done = self.hold(request, article)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:articles_article_suggestions", args=[pk]))

    def hold(self, request, article) -> str:
        act, place = request.POST.get("act", ""), request.POST.get("place", "")
        if act not in DONE:
            raise Refused(gettext("Choose what shall be done."))
        if not request.POST.get("other", "").isdecimal():
            raise Refused(gettext("Choose an article first."))
        other = self.named(request, "other")
        if act == "pin":
            self.pin(request, article, other, place)
        else:
            getattr(article, f"{act}_suggestion")(other, request.user)
        return str(DONE[act]) % other.title

    def pin(self, request, article, other, place: str) -> None:
        """Where it stands already it stays; another one takes the place of what stands there."""
        shown = dict(enumerate((suggestion.article for suggestion in chosen(article)), 1))
        there = shown.get(int(place)) if place in map(str, shown) else None
        article.pin_suggestion(
            other,
            request.user,
            place=int(place) if there else 1,
            instead_of=there if there and there != other else None,
        )

    def named(self, request, name: str) -> Article:
        """The article a form names, among those a page may suggest or that this person may see."""
        mine = Article.objects.visible_to(request.user) | Article.objects.published()
        return get_object_or_404(mine.distinct(), pk=int(request.POST[name][:18]))


def choice_of(site, rows: list[dict]) -> type[forms.Form]:
    """The form that pins an article of one's own choice, to the top or in place of one of those shown."""
    places = [("", _("None: it comes first")), *((row["place"], row["article"].title) for row in rows)]

    class Choice(forms.Form):
        other = forms.ModelChoiceField(
            Article.objects.none(),
            label=_("Article"),
            widget=NamedSelect(Hold._meta.get_field("other"), site),
        )
        place = forms.ChoiceField(choices=places, required=False, label=_("In place of"))

    return Choice


def explained(article: Article) -> list[dict]:
    """{place, article, pin, reasons, phrases, tags, topics, same_section} of what is suggested now."""
    shown = chosen(article)
    ids = [suggestion.article.pk for suggestion in shown]
    phrases = shared_phrases(article, ids)
    pins = {pin.other_id: pin for pin in article.holds.filter(kind=Hold.Kind.PIN).select_related("by")}
    tags = names(Tag.objects.filter(tagged__content_object=article), "tagged__content_object", ids)
    topics = names(Topic.objects.filter(articles=article), "articles", ids)
    rows = []
    for suggestion in shown:
        other = suggestion.article
        rows.append(
            {
                "place": len(rows) + 1,
                "article": other,
                "pin": pins.get(other.pk),
                "source": SOURCES.get(suggestion.source, ""),
                "phrases": phrases.get(other.pk, []),
                "tags": tags.get(other.pk, []),
                "topics": topics.get(other.pk, []),
                "same_section": other.section_id == article.section_id,
            }
        )
    return rows


def names(mine, relation: str, ids: list[int]) -> dict[int, list[str]]:
    """By article: the names of those of `mine` (tags, topics) that it has as well."""
    model, keys = mine.model, list(mine.values_list("pk", flat=True))
    found: dict[int, list[str]] = {}
    shared = model.objects.filter(pk__in=keys, **{f"{relation}__in": ids})
    for name, pk in shared.order_by("name").values_list("name", relation):
        if pk in ids:
            found.setdefault(pk, []).append(name)
    return found
