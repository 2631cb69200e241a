"""Feeds of the paper and of every section, tag, topic and author, in RSS and Atom: the newest thirty."""

from datetime import timedelta

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.translation import gettext

from articles import body
from articles.models import Article, Author, Byline, Section, Tag, Topic
from articles.models.addresses import absolute
from images.renditions import SOCIAL_SIZE

SIZE = 30
FORMATS = ("rss", "atom")
GONE_FOR = timedelta(days=14)  # how long a withdrawal is announced: readers' programs ask every few hours
MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


class WithPicture:
    """The article's picture as Media RSS tells it, which readers' programs know in both formats."""

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["picture"]:
            width, height = map(str, SOCIAL_SIZE)
            known = {"medium": "image", "type": "image/jpeg", "width": width, "height": height}
            handler.addQuickElement("media:content", "", {"url": item["picture"], **known})


class Rss(WithPicture, Rss201rev2Feed):
    """RSS 2.0; a full text goes beside the summary (module http://purl.org/rss/1.0/modules/content/)."""

    def rss_attributes(self) -> dict:
        self.feed["language"] = self.feed["edition"]
        # the base of the relative addresses of pictures and links in full texts
        return (
            super().rss_attributes()
            | MEDIA
            | {
                "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
                "xml:base": f"{settings.SITE_URL}/",
            }
        )

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["text"]:
            handler.addQuickElement("content:encoded", item["text"])


class Atom(WithPicture, Atom1Feed):
    """Atom (RFC 4287); what was withdrawn is announced by RFC 6721, so that readers' programs drop it."""

    def root_attributes(self) -> dict:
        self.feed["language"] = self.feed["edition"]
        return (
            super().root_attributes()
            | MEDIA
            | {
                "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
                "xml:base": f"{settings.SITE_URL}/",
            }
        )

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        for ref, when in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", "", {"ref": ref, "when": rfc3339_date(when)})

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["text"]:
            handler.addQuickElement("content", item["text"], {"type": "html"})


class SiteFeed(Feed):
    """Absolute addresses come from the setting, never from the Host header. `kind`: rss or atom."""

    language = "vi"
    item_guid_is_permalink = False

    def __init__(self, kind: str = "rss"):
        self.kind, self.feed_type = kind, {"rss": Rss, "atom": Atom}[kind]

    def title(self, obj):
        return gettext("Newest")

    def description(self, obj):
        return gettext("The newest articles of the paper")

    subtitle = description

    def link(self, obj):
        return f"{settings.SITE_URL}/"

    def feed_url(self, obj):
        return settings.SITE_URL + ("/rss/" if self.kind == "rss" else "/rss/atom.xml")

    def of(self, obj, articles):
        """Those of `articles` this feed is about; the paper's own is of its Vietnamese edition."""
        return articles.in_edition()

    def readable(self, obj):
        return Article.objects.published().in_edition()

    def feed_extra_kwargs(self, obj):
        gone = self.withdrawn(obj) if self.kind == "atom" else []
        return {"gone": gone, "edition": getattr(obj, "language", self.language)}

    def withdrawn(self, obj) -> list[tuple]:
        """(guid, when) of what left the public lately: nothing but its number is told."""
        lately = timezone.now() - GONE_FOR
        gone = self.of(obj, Article.objects.withdrawn()).filter(updated_at__gte=lately)
        rows = gone.order_by("-updated_at").values_list("pk", "updated_at")
        return [(guid(pk), when) for pk, when in rows[:SIZE]]

    def items(self, obj):
        found = self.readable(obj).cards().newest()
        found = found.defer(None) if settings.FEEDS_WITH_FULL_TEXT else found
        bylines = Byline.objects.select_related("author").order_by("order", "pk")
        return found.prefetch_related(Prefetch("bylines", bylines))[:SIZE]

    def item_extra_kwargs(self, item):
        picture = item.lead_picture
        return {
            "text": str(body.show(item)) if settings.FEEDS_WITH_FULL_TEXT else "",
            "picture": absolute(picture.social_url) if picture else "",
        }

    def item_author_name(self, item):
        return ", ".join(dict.fromkeys(byline.author.name for byline in item.bylines.all())) or None

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return escape(item.lead)  # both formats take it for HTML

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item):
        return guid(item.pk)

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [item.section.name]


def guid(pk: int) -> str:
    return f"{settings.SITE_URL}/a{pk}"  # stays when the title, and so the address, changes


class PageFeed(SiteFeed):
    """Of a section, tag, topic or author: its address below /rss/, and at the end .rss or .atom."""

    key = "slug"

    def get_object(self, request, **key):
        found = get_object_or_404(self.model, **{self.key: key[self.key]})
        if self.model is not Section and not self.readable(found).exists():
            raise Http404  # what only drafts know of is nobody's business
        return found

    def readable(self, page):
        return Article.objects.published().in_edition().listed_under(page)

    def title(self, page):
        return page.name

    def link(self, page):
        return settings.SITE_URL + page.get_absolute_url()

    def feed_url(self, page):
        return settings.SITE_URL + feed_path(page, self.kind)

    def description(self, page):
        return getattr(page, "description", "") or page.name

    subtitle = description


def feed_path(page, kind: str = "rss") -> str:
    """/rss/kinh-te.rss, /rss/tu-khoa/mot-cua.atom"""
    return f"/rss{page.get_absolute_url().rstrip('/')}.{kind}"


def feed_paths(pages) -> set[str]:
    return {feed_path(page, kind) for page in pages for kind in FORMATS}


class SectionFeed(PageFeed):
    model, key = Section, "path"

    def readable(self, section):
        return Article.objects.published().in_section(section)  # a section has one language

    def of(self, section, articles):
        return articles.in_section(section)


class TagFeed(PageFeed):
    model = Tag

    def of(self, tag, articles):
        return articles.filter(tagged__tag=tag)


class TopicFeed(PageFeed):
    model = Topic

    def of(self, topic, articles):
        return articles.filter(topics=topic)


class AuthorFeed(PageFeed):
    model = Author

    def description(self, author):
        return author.bio or author.name

    subtitle = description

    def of(self, author, articles):
        return articles.filter(pk__in=Byline.objects.filter(author=author).values("article"))
