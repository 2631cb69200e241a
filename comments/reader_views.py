"""What readers do with single comments: like, report, mend their own. Never cached."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.readers import network_of, new_reader_id, sent_from_elsewhere, wants_fragment
from articles.models import Article
from articles.signals import announce_rush
from articles.workflow import Refused
from comments.forms import ReportForm, RewriteForm
from comments.models import Comment, Like, Report, TooMany
from comments.printing import fields_of
from comments.views import REWRITTEN, public_article
from comments.writers import writer_cookie


def printed_comment(article_id: int, comment_id: int) -> Comment:
    comments = Comment.objects.approved().select_related("article__section")
    return get_object_or_404(comments, pk=comment_id, article=article_id)


@csrf_exempt  # a like carries no authority and its form stands in cached pages: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def like(request, article_id: int, comment_id: int) -> HttpResponse:
    """GET: the button with the reader's own like. POST: `take_back` ends it, anything else gives it."""
    comment, reader = printed_comment(article_id, comment_id), writer_cookie.read(request)
    if request.method != "POST":
        return _like_box(request, comment, own=Like.objects.of(reader, comment))
    if sent_from_elsewhere(request):
        sentence = gettext("Please like comments on the page of this paper.")
        return _like_box(request, comment, problem=sentence, status=403)
    reader, taking_back = reader or new_reader_id(), "take_back" in request.POST
    try:
        changed = _like(comment, reader, taking_back, network_of(request))
    except TooMany as refusal:
        return _like_box(request, comment, problem=str(refusal), status=429)
    if changed:
        announce_rush(f"likes-{comment.article_id}", comment.pages())
    comment.refresh_from_db(fields=["likes"])
    if wants_fragment(request):
        response = _like_box(request, comment, own=not taking_back)
    else:
        response = HttpResponse(status=303, headers={"Location": request.path})
    if not taking_back:
        writer_cookie.write(response, reader)
    return response


def _like(comment: Comment, reader: str, taking_back: bool, network: str) -> bool:
    if taking_back:
        return Like.objects.take_back(comment, reader)
    return Like.objects.give(comment, reader, network)


def _like_box(request, comment: Comment, *, own=False, problem="", status=200) -> HttpResponse:
    template = "comments/_like.html" if wants_fragment(request) else "comments/like.html"
    address = comment.get_absolute_url()
    context = {"comment": fields_of(comment) | {"address": address}, "article": comment.article}
    context |= {"own": own, "problem": problem}
    return render(request, template, context, status=status)


@csrf_exempt  # a report carries no authority: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, article_id: int, comment_id: int) -> HttpResponse:
    """GET: why is this comment wrong? POST: tell the moderators; once per reader."""
    comment, reader = printed_comment(article_id, comment_id), writer_cookie.read(request)
    if request.method != "POST":
        return _report_page(request, comment, ReportForm(), done="da-gui" in request.GET)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _report_page(request, comment, form, status=400)
    if sent_from_elsewhere(request):
        form.add_error(None, gettext("Please report comments on the page of this paper."))
        return _report_page(request, comment, form, status=403)
    reader = reader or new_reader_id()
    try:
        Report.objects.send(comment, reader, **form.cleaned_data, network=network_of(request))
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return _report_page(request, comment, form, status=429)
    response = HttpResponse(status=303, headers={"Location": f"{request.path}?da-gui=1"})
    writer_cookie.write(response, reader)
    return response


def _report_page(request, comment: Comment, form: ReportForm, *, done=False, status=200) -> HttpResponse:
    context = {"comment": comment, "article": comment.article, "form": form, "done": done}
    return render(request, "comments/report.html", context, status=status)


@csrf_exempt  # only the writer's own cookie opens it: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request, article_id: int, comment_id: int) -> HttpResponse:
    """The writer mends a comment that still waits; a 404 for everybody else."""
    article: Article = public_article(article_id)
    own = Comment.objects.waiting_of(writer_cookie.read(request), article).select_related("answers")
    comment = get_object_or_404(own, pk=comment_id)
    if request.method != "POST":
        return _rewrite_page(request, comment, RewriteForm(initial={"text": comment.text}))
    form = RewriteForm(request.POST)
    if not form.is_valid():
        return _rewrite_page(request, comment, form, status=400)
    if sent_from_elsewhere(request):
        form.add_error(None, gettext("Please write on the page of this paper."))
        return _rewrite_page(request, comment, form, status=403)
    try:
        comment.rewrite(comment.writer, form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _rewrite_page(request, comment, form, status=403)
    there = reverse("comments:write", args=[article.pk])
    return HttpResponse(status=303, headers={"Location": f"{there}?da-gui={REWRITTEN}"})


def _rewrite_page(request, comment: Comment, form: RewriteForm, *, status=200) -> HttpResponse:
    context = {"comment": comment, "article": comment.article, "form": form}
    return render(request, "comments/rewrite.html", context, status=status)
