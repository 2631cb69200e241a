"""One address of every kind of page, found in whatever paper the database holds."""

from django.db.models import Count, Q
from django.db.models.functions import Length
from django.utils.timezone import localtime

from articles.models import Article, Author, Section, Tag, Topic
from articles.models.content import ENGLISH
from comments.models import Comment
from portal.models import FlatPage

LIGHTHOUSE = ("front", "section", "article", "search", "topic", "gallery")


def places() -> dict[str, str]:
    """{kind: path}; kinds this paper has nothing for are left out."""
    found = {**standing(), **lists(), **stories(), **voices(), **mishaps()}
    return {name: path for name, path in found.items() if path}


def standing() -> dict[str, str]:
    pages = FlatPage.objects.exclude(place=None)
    return {
        "front": "/",
        "search": "/tim-kiem/",
        "search-results": "/tim-kiem/?q=t%E1%BB%89nh",
        "search-nothing": "/tim-kiem/?q=qqxxzz",
        "most-read": "/doc-nhieu/",
        "corrections": "/cai-chinh/",
        "saved": "/da-luu/",
        "offline": "/ngoai-tuyen/",
        "newsletter": "/ban-tin/",
        "house-rules": "/y-kien/noi-quy/",
        "my-data": "/y-kien/cua-toi/",
        **{f"page-{page.purpose or page.slug}": page.get_absolute_url() for page in pages},
    }


def lists() -> dict[str, str]:
    readable = Article.objects.published()
    english = readable.filter(language=ENGLISH).newest()
    newest = readable.newest().first()
    day = newest and localtime(newest.published_at)  # the archive's days are those of Vietnam
    below = Section.objects.exclude(parent=None).filter(articles__in=readable[:500])
    return {
        "section": of(Section, Q(parent=None), "articles"),
        "sub-section": address(below),
        "tag": of(Tag, Q(), "tagged"),
        "topic": of(Topic, Q(), "articles"),
        "author": of(Author, Q(), "articles"),
        "archive-day": day and f"/luu-tru/{day:%Y/%m/%d}/",
        "archive-month": day and f"/luu-tru/{day:%Y/%m}/",
        "section-page-2": page_two(),
        "english-front": "/en/" if english else None,
        "english-article": address(english),
    }


def of(model, condition: Q, articles: str) -> str | None:
    """The one with most articles."""
    return address(model.objects.filter(condition).annotate(many=Count(articles)).order_by("-many", "pk"))


def page_two() -> str | None:
    section = Section.objects.annotate(many=Count("articles")).filter(many__gt=20).order_by("-many").first()
    return section and f"{section.get_absolute_url()}?trang=2"


def stories() -> dict[str, str]:
    """Articles of every kind, and those whose content is hard to lay out."""
    public = Article.objects.published()
    kinds = {kind: f"story-{kind}" for kind in dict(Article._meta.get_field("kind").choices)}
    found = {name: address(public.in_edition().filter(kind=kind).newest()) for kind, name in kinds.items()}
    return found | {
        "article": commented(),
        "gallery": found.get("story-photo"),
        "longest-title": address(public.order_by(Length("title").desc())),
        "shortest-lead": address(public.exclude(lead="").order_by(Length("lead"))),
        "no-picture": address(public.filter(lead_picture=None).newest()),
        "most-tags": address(public.annotate(many=Count("tagged")).order_by("-many")),
        "longest-text": address(public.order_by(Length("body").desc())),
    }


def most_commented():
    counts = Comment.objects.approved().values("article").annotate(many=Count("pk")).order_by("-many")
    return counts.filter(article__in=Article.objects.published()).first()


def commented() -> str | None:
    row = most_commented()
    return address(
        Article.objects.published().filter(pk=row["article"]) if row else Article.objects.published()
    )


def voices() -> dict[str, str]:
    row = most_commented()
    if not row:
        return {}
    pk, comment = row["article"], Comment.objects.approved().filter(article=row["article"]).first()
    return {
        "comments-all": f"/y-kien/{pk}/tat-ca/",
        "comments-newest": f"/y-kien/{pk}/moi-nhat/",
        "comment-write": f"/y-kien/{pk}/",
        "comment-one": f"/y-kien/{pk}/{comment.pk}/",
        "comment-report": f"/y-kien/{pk}/{comment.pk}/bao-cao/",
        "rating": f"/danh-gia/{pk}/",
    }


def mishaps() -> dict[str, str]:
    gone = Article.objects.withdrawn().select_related("section")
    return {"404": "/khong-co-trang-nay/", "410": address(gone)}


def address(rows) -> str | None:
    row = rows.first()
    return row and row.get_absolute_url()


def random_articles(number: int) -> list[str]:
    """Addresses of so many articles, drawn evenly, the same ones every time of the same archive."""
    keys = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    step = max(len(keys) // number, 1)
    chosen = Article.objects.published().filter(pk__in=keys[::step][:number]).select_related("section")
    return [article.get_absolute_url() for article in chosen.order_by("pk")]
