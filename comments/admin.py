"""Where moderators read and decide. A comment is changed by its verbs only: no stock form, no delete."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import word_admin  # noqa: F401 (registers its admins)
from comments.models import Act, Comment, Reason, State
from comments.queue import comment_queue

LIST = "admin:comments_comment_changelist"
SENTENCES_SHOWN = 5  # of those that say why a comment of a bulk decision was left alone


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("decide/", decide, name="comments_comment_decide"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return self._read(request, self._queue, "admin/comments/queue.html")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._read(request, lambda _request: self._detail(object_id), "admin/comments/detail.html")

    def history_view(self, request, object_id, extra_context=None):
        """The acts stand on the comment's own page; the stock history knows none of them."""
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[object_id]))

    def _read(self, request, find, template: str):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        may_decide = request.user.has_perm("comments.moderate_comment")
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "reasons": Reason.choices,
            "may_decide": may_decide,
            **find(request),
        }
        return render(request, template, context)

    def _queue(self, request) -> dict:
        return {"title": _("Comments"), "queue": comment_queue(request)}

    def _detail(self, object_id) -> dict:
        pk = int(object_id) if object_id.isdecimal() else None
        comment = get_object_or_404(Comment.objects.select_related("article__section", "decided_by"), pk=pk)
        acts = comment.acts.select_related("by")
        return {"title": str(comment), "comment": comment, "acts": acts, "here": ""}

    def decide_view(self, request):
        """One or many: `chosen` holds "id:state seen", `act` the verb; a rejection has reason and note."""
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        try:
            chosen = read_chosen(request.POST.getlist("chosen"))
            act = Act(request.POST.get("act"))
        except ValueError:
            messages.error(request, _("Please tick comments and press one of the buttons."))
        else:
            self._decide(request, chosen, act)
        return HttpResponseRedirect(f"{reverse(LIST)}?{request.POST.get('here', '')[:500]}")

    def _decide(self, request, chosen, act: Act) -> None:
        answer = {name: request.POST.get(name, "") for name in ("reason", "note")}
        done, refusals = Comment.objects.decide_many(chosen, act, request.user, **answer)
        if done and act == Act.APPROVE:
            text = ngettext("%d comment was approved.", "%d comments were approved.", len(done))
            messages.success(request, text % len(done))
        elif done:
            text = ngettext("%d comment was rejected.", "%d comments were rejected.", len(done))
            messages.success(request, text % len(done))
        for sentence in refusals[:SENTENCES_SHOWN]:
            messages.error(request, sentence)
        if more := len(refusals[SENTENCES_SHOWN:]):
            messages.error(
                request, ngettext("%d more was left alone.", "%d more were left alone.", more) % more
            )


def read_chosen(values: list[str]) -> list[tuple[int, str]]:
    """["5:held"] as [(5, "held")]. ValueError where nothing is chosen or a value is none of ours."""
    chosen = []
    for value in values:
        pk, _colon, seen = value.partition(":")
        chosen.append((int(pk[:18]), State(seen).value))
    if not chosen:
        raise ValueError("nothing is chosen")
    return chosen
