"""Where moderators read and decide. A comment is changed by its verbs only: no stock form, no delete."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.readers import wants_fragment
from articles.admin.lists import LookOnly
from articles.workflow import Refused
from comments import word_admin  # noqa: F401 (registers its admins)
from comments.figures import figures
from comments.models import Act, Comment, Reason, State
from comments.queue import MOST_AT_ONCE, Filter, comment_queue, counters

LIST = "admin:comments_comment_changelist"
SENTENCES_SHOWN = 5  # of those that say why a comment of a bulk decision was left alone
SINGLE = (Act.UNDO, Act.EDIT, Act.STOP)
IN_BULK = (Act.APPROVE, Act.REJECT)


@admin.register(Comment)
class CommentAdmin(LookOnly, admin.ModelAdmin):
    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        numbers = self.admin_site.admin_view(self.figures_view)
        return [
            path("decide/", decide, name="comments_comment_decide"),
            path("figures/", numbers, name="comments_comment_figures"),
            *super().get_urls(),
        ]

    def figures_view(self, request):
        return self._read(
            request,
            lambda _request: {"title": _("Comments in figures"), **figures()},
            "admin/comments/figures.html",
        )

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
        may_decide = request.user.has_perm("comments.moderate_comment")
        return {"title": _("Comments"), "queue": comment_queue(request, may_decide=may_decide)}

    def _detail(self, object_id) -> dict:
        pk = int(object_id) if object_id.isdecimal() else None
        around = ("article__section", "decided_by", "parent", "answers")
        comment = get_object_or_404(Comment.objects.select_related(*around), pk=pk)
        acts, reports = comment.acts.select_related("by"), comment.reports.all()
        return {"title": str(comment), "comment": comment, "acts": acts, "reports": reports, "here": ""}

    def decide_view(self, request):
        """One, many or a whole filter: `chosen` holds "id:state seen", `act` the verb and what it asks.

        With the header of a fragment the answer is JSON: {done: [ids], said: [sentences], counters}.
        """
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        done, said = [], []
        try:
            act = Act(request.POST.get("act"))
            chosen = self._chosen(request)
        except ValueError:
            said.append(_("Please tick comments and press one of the buttons."))
        else:
            done, said = self._single(request, chosen, act) if act in SINGLE else decide(request, chosen, act)
        if wants_fragment(request):
            return JsonResponse({"done": done, "said": said, "counters": counters(request.user)})
        return self._tell(request, done, said)

    def _chosen(self, request) -> list[tuple[int, str]]:
        if "everything" not in request.POST:
            return read_chosen(request.POST.getlist("chosen"))
        found = Filter.read(QueryDict(request.POST.get("here", "")[:500])).comments(request.user)
        rows = list(found.values_list("pk", "state")[:MOST_AT_ONCE])
        if not rows:
            raise ValueError("the filter finds nothing")
        return rows

    def _single(self, request, chosen, act: Act) -> tuple[list[int], list[str]]:
        comment = get_object_or_404(Comment.objects.select_related("article__section"), pk=chosen[0][0])
        typed = {name: request.POST.get(name, "") for name in ("text", "seen_text", "note")}
        try:
            if act == Act.UNDO:
                comment.undo(request.user)
            elif act == Act.STOP:
                comment.stop_writer(request.user, typed["note"])
            else:
                comment.edit(request.user, typed["text"], seen_text=typed["seen_text"], note=typed["note"])
        except Refused as refusal:
            return [], [f"#{comment.pk} ({comment.name}): {refusal}"]
        return [comment.pk], []

    def _tell(self, request, done: list[int], said: list[str]):
        if done:
            messages.success(request, done_sentence(request.POST["act"], len(done)))
        for sentence in said[:SENTENCES_SHOWN]:
            messages.error(request, sentence)
        if more := len(said[SENTENCES_SHOWN:]):
            messages.error(
                request, ngettext("%d more was left alone.", "%d more were left alone.", more) % more
            )
        return HttpResponseRedirect(f"{reverse(LIST)}?{request.POST.get('here', '')[:500]}")


def decide(request, chosen, act: Act) -> tuple[list[int], list[str]]:
    if act not in IN_BULK:
        return [], [_("Please tick comments and press one of the buttons.")]
    answer = {name: request.POST.get(name, "") for name in ("reason", "note")}
    return Comment.objects.decide_many(chosen, act, request.user, **answer)


def done_sentence(act: str, count: int) -> str:
    if act == Act.APPROVE:
        return ngettext("%d comment was approved.", "%d comments were approved.", count) % count
    if act == Act.REJECT:
        return ngettext("%d comment was rejected.", "%d comments were rejected.", count) % count
    return {
        Act.UNDO: _("The decision was undone."),
        Act.EDIT: _("The comment was edited."),
        Act.STOP: _("Nothing more is taken from this writer."),
    }[act]


def read_chosen(values: list[str]) -> list[tuple[int, str]]:
    """["5:held"] as [(5, "held")]. ValueError where nothing is chosen or a value is none of ours."""
    chosen = []
    for value in values:
        pk, _colon, seen = value.partition(":")
        chosen.append((int(pk[:18]), State(seen).value))
    if not chosen:
        raise ValueError("nothing is chosen")
    return chosen
