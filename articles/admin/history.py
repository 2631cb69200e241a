"""Every version of an article: who, when, which act; what it changed; and bringing it back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles.body import plain
from articles.models import Article, Author, Byline, Kind, Revision, Section, Topic
from articles.models.content import CONTENT_FIELDS, whole
from articles.previewing import page
from articles.workflow import MOVES, Refused
from images.models import Image
from recordings.models import Captions, Recording
from vietnamese.differences import SAME, Part, differences, shortened

MOST = 500  # versions on the page
ACTS = {
    "revise": _("Saved"),
    "edit": _("Edit of the public text saved"),
    "switch": _("Ratings or comments switched"),
    "bring_back": _("Earlier text brought back"),
    "import": _("Imported"),
    "pin_suggestion": _("Suggestion pinned"),
    "ban_suggestion": _("Suggestion banned"),
    "free_suggestion": _("Suggestion left to the ranking again"),
} | {code: move.done for code, move in MOVES.items()}


class History:
    """The part of ArticleAdmin that remembers."""

    def get_urls(self):
        views = {
            "version": ("<int:pk>/history/<int:version>/", require_safe(self.version_view)),
            "version_page": ("<int:pk>/history/<int:version>/page/", require_safe(self.version_page_view)),
            "bring_back": ("<int:pk>/history/<int:version>/bring-back/", require_POST(self.bring_back_view)),
        }
        return [
            path(pattern, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for name, (pattern, view) in views.items()
        ] + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        article = self.visible(request, object_id)
        revisions = article.revisions.select_related("by").defer("content")[:MOST]
        with_text = set(article.revisions.exclude(content=None).values_list("pk", flat=True))
        rows = [
            {"revision": row, "act": ACTS.get(row.act, row.act), "has_text": row.pk in with_text}
            for row in revisions
        ]
        context = self.context(request, article, _("History")) | {"rows": rows}
        return render(request, "admin/articles/article/history.html", context)

    def version_view(self, request, pk, version):
        """What this version changed, against the text before it or the version asked for (?voi=3)."""
        article = self.visible(request, pk)
        revision = self.revision(article, version)
        older = article.revisions.filter(version__lt=version).exclude(content=None)
        other = request.GET.get("voi", "")
        chosen = (
            article.revisions.exclude(content=None).filter(version=int(other[:9]))
            if other.isdecimal()
            else older
        )
        before = chosen.select_related("by").first()
        context = self.context(request, article, _("Version")) | {
            "revision": revision,
            "act": ACTS.get(revision.act, revision.act),
            "before": before,
            "changes": changes(before.content if before else None, revision.content),
            "may_bring_back": article.can_be_edited_by(request.user),
        }
        return render(request, "admin/articles/article/version.html", context)

    @method_decorator(xframe_options_sameorigin)
    def version_page_view(self, request, pk, version):
        article = self.visible(request, pk)
        return page(request, article, self.revision(article, version).content)

    def bring_back_view(self, request, pk, version):
        article = self.visible(request, pk)
        seen = request.POST.get("seen_version", "")
        try:
            article.bring_back(
                request.user,
                seen=int(seen[:9]) if seen.isdecimal() else -1,
                revision=self.revision(article, version),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("The text of version %d is back, as a new version.") % version)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def revision(self, article: Article, version: int) -> Revision:
        rows = article.revisions.exclude(content=None).select_related("by")
        return get_object_or_404(rows, version=version)

    def context(self, request, article: Article, title: str) -> dict:
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": article.title,
            "article": article,
            "opts": self.opts,
        }


def changes(before: dict | None, after: dict) -> list[dict]:
    """{name, parts, only_format} for each field that differs, in the order of the page."""
    old, new = readable(before), readable(after)
    rows = []
    for name, text in new.items():
        parts = differences(old.get(name, ""), text)
        if any(part.kind != SAME for part in parts):
            rows.append({"name": name, "parts": shortened(parts)})
    if before and before["body"] != after["body"] and plain(before["body"]) == plain(after["body"]):
        rows.append(
            {"name": gettext("body"), "parts": [Part(SAME, gettext("Only formats or links changed."))]}
        )
    return rows


def readable(content: dict | None) -> dict[str, str]:
    """Field name in words -> its text, for people: pictures, people and sections by name."""
    if content is None:
        return {}
    content = whole(content)
    fields = {name: content[name] or "" for name in CONTENT_FIELDS}
    fields["body"] = plain(fields["body"])
    fields["lead_picture_id"] = _name(Image, content["lead_picture_id"])
    fields["section_id"] = _name(Section, content["section_id"])
    fields["kind"] = str(Kind(content["kind"]).label) if content["kind"] != Kind.STORY else ""
    fields["recording_id"] = _name(Recording, content["recording_id"])
    fields["captions_id"] = _name(Captions, content["captions_id"])
    fields["translation_of_id"] = _name(Article, content["translation_of_id"])
    roles = dict(Byline.Role.choices)
    authors = Author.objects.in_bulk([author for author, _role in content["bylines"]])
    topics = Topic.objects.filter(pk__in=content["topics"])
    lists = {
        gettext("byline"): [
            f"{roles.get(role, role)}: {authors.get(author, '?')}" for author, role in content["bylines"]
        ],
        gettext("picks"): [text for _target, text in content["picks"]],
        gettext("tags"): content["tags"],
        gettext("topics"): [topic.name for topic in topics],
    }
    named = {str(Article._meta.get_field(name).verbose_name): text for name, text in fields.items()}
    return named | {name: "\n".join(rows) for name, rows in lists.items()}


def _name(model, pk) -> str:
    return str(model.objects.filter(pk=pk).first() or "") if pk else ""
