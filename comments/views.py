"""A reader writes: the form as a fragment, or as a page of its own where there is no script."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.readers import network_of, sent_from_elsewhere, wants_fragment
from articles.models import Article
from articles.workflow import Refused
from comments.forms import CONSENT_VERSION, CommentForm
from comments.models import Comment, CommentTotal, HouseRules, TooMany
from comments.models.policies import comments_are_open
from comments.threads import ORDERS, page_of_threads, whole_thread
from comments.writers import writer_cookie

SENT, SENT_BEFORE, REWRITTEN = "1", "2", "3"  # ?da-gui= of the page a sent form leads to
ANSWERS = "tra-loi"  # ?tra-loi= and form field: the id of the comment to answer


def public_article(article_id: int) -> Article:
    return get_object_or_404(Article.objects.published().select_related("section"), pk=article_id)


def answered_comment(article: Article, value: str) -> Comment | None:
    """The printed comment of this article with that id, or None."""
    pk = int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0
    return Comment.objects.approved().filter(article=article, pk=pk).first() if pk else None


def consent_version() -> str:
    """Of the sentence a reader ticks, and of the house rules it links to."""
    rules = HouseRules.current()
    return f"{CONSENT_VERSION}.{rules.pk}" if rules else CONSENT_VERSION


@csrf_exempt  # a comment carries no authority and is held for a moderator: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, article_id: int) -> HttpResponse:
    """GET: the form, and below it what this reader sent and nobody has decided yet. POST: send."""
    article, writer = public_article(article_id), writer_cookie.read(request)
    typed = request.POST if request.method == "POST" else request.GET
    answers = answered_comment(article, typed.get(ANSWERS, ""))
    if request.method != "POST":
        form = CommentForm(article=article, writer=writer, answers=answers)
        return _answer(request, form, sent=request.GET.get("da-gui", ""))
    form = CommentForm(request.POST, article=article, writer=writer, answers=answers)
    if typed.get(ANSWERS) and not answers:
        sentence = gettext("The comment you answer is gone. Send once more, and yours stands by itself.")
        return _refuse(request, form, sentence, status=400)
    if sent_from_elsewhere(request):
        return _refuse(request, form, gettext("Please write on the page of this paper."), status=403)
    if not form.is_valid():
        return _answer(request, form, status=400)
    return _send(request, form)


def _send(request, form: CommentForm) -> HttpResponse:
    typed = {name: form.cleaned_data[name] for name in ("name", "email", "text", "wants_mail")}
    try:
        _comment, is_new = Comment.objects.send(
            form.article,
            **typed,
            writer=form.writer,
            answers=form.answers,
            network=network_of(request),
            form_age=form.age,
            proof=form.proof,
            consent_version=consent_version(),
        )
    except TooMany as refusal:
        return _refuse(request, form, str(refusal), status=429)
    except Refused as refusal:
        return _refuse(request, form, str(refusal), status=403)
    sent = SENT if is_new else SENT_BEFORE
    if wants_fragment(request):
        response = _answer(request, CommentForm(article=form.article, writer=form.writer), sent=sent)
    else:  # so that reloading sends nothing twice
        response = HttpResponse(status=303, headers={"Location": f"{request.path}?da-gui={sent}"})
    writer_cookie.write(response, form.writer)
    return response


def _refuse(request, form: CommentForm, sentence: str, *, status: int) -> HttpResponse:
    form.is_valid()
    form.add_error(None, sentence)
    response = _answer(request, form, status=status)
    if status == 429:
        response["Retry-After"] = "600"
    return response


def _answer(request, form: CommentForm, *, sent: str = "", status: int = 200) -> HttpResponse:
    said = {
        SENT: gettext("Thank you! Your comment has arrived and is shown after a moderator has read it."),
        SENT_BEFORE: gettext("We already received this comment. It is shown after a moderator has read it."),
        REWRITTEN: gettext("Your comment has been changed. It is shown after a moderator has read it."),
    }
    context = {
        "article": form.article,
        "form": form,
        "is_open": comments_are_open(form.article),
        "said": said.get(sent, ""),
        "waiting": Comment.objects.waiting_of(form.writer, form.article)[:20],
    }
    template = "comments/_form.html" if wants_fragment(request) else "comments/write.html"
    return render(request, template, context, status=status)


@require_safe
def all_comments(request, article_id: int, order: str) -> HttpResponse:
    """Every thread of an article, page by page, in one of the orders; each order has its own address."""
    article = public_article(article_id)
    page = page_of_threads(request, article, order)
    orders = [
        {"name": f"comments:{name}", "label": label, "is_current": name == order}
        for name, (label, _keys) in ORDERS.items()
    ]
    return _public(request, "comments/all.html", article, page=page, orders=orders)


@require_safe
def thread(request, article_id: int, comment_id: int) -> HttpResponse:
    """One thread with all its answers: where the permanent link of each of them leads."""
    article = public_article(article_id)
    return _public(request, "comments/one.html", article, comment=whole_thread(article, comment_id))


def _public(request, template: str, article: Article, **context) -> HttpResponse:
    context |= {"article": article, "is_open": comments_are_open(article)}
    response = render(request, template, context | {"total": CommentTotal.objects.of(article)})
    response.is_public_page = True  # the same for everybody: the page store may keep it
    return response


@require_safe
def rules(request) -> HttpResponse:
    """The house rules in force."""
    response = render(request, "comments/rules.html", {"rules": HouseRules.current()})
    response.is_public_page = True
    return response
