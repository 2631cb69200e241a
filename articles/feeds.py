"""Feeds of the paper and of every section, tag, topic and author, in RSS and Atom: the newest thirty."""

from datetime import timedelta

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.translation import gettext

from articles import body
from articles.models import Article, Author, Byline, Section, Tag, Topic
from articles.workflow import Public

SIZE = 30
FORMATS = ("rss", "atom")
GONE_FOR = timedelta(days=14)  # how long a withdrawal is announced: readers' programs ask every few hours


class Rss(Rss201rev2Feed):
    """RSS 2.0; a full text goes beside the summary (module http://purl.org/rss/1.0/modules/content/)."""

    def rss_attributes(self) -> dict:
        # the base of the relative addresses of pictures and links in full texts
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xml:base": f"{settings.SITE_URL}/",
        }

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["text"]:
            handler.addQuickElement("content:encoded", item["text"])


class Atom(Atom1Feed):
    """Atom (RFC 4287); what was withdrawn is announced by RFC 6721, so that readers' programs drop it."""

    def root_attributes(self) -> dict:
        return super().root_attributes() | {
            "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
            "xml:base": f"{settings.SITE_URL}/",
        }

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

    def feed_extra_kwargs(self, obj):
        return {"gone": self.withdrawn() if self.kind == "atom" and obj is None else []}

    def withdrawn(self) -> list[tuple]:
        """(guid, when) of what left the public lately: nothing but its number is told."""
        lately = timezone.now() - GONE_FOR
        gone = Article.objects.filter(public_state=Public.WITHDRAWN, updated_at__gte=lately)
        rows = gone.order_by("-updated_at").values_list("pk", "updated_at")
        return [(guid(pk), when) for pk, when in rows[:SIZE]]

    def articles(self, obj):
        return Article.objects.published()

    def items(self, obj):
        found = self.articles(obj).cards().newest()
        return (found.defer(None) if settings.FEEDS_WITH_FULL_TEXT else found)[:SIZE]

    def item_extra_kwargs(self, item):
        return {"text": str(body.show(item)) if settings.FEEDS_WITH_FULL_TEXT else ""}

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.lead

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
        if self.model is not Section and not self.articles(found).exists():
            raise Http404  # what only drafts know of is nobody's business
        return found

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

    def articles(self, section):
        return Article.objects.published().in_section(section)


class TagFeed(PageFeed):
    model = Tag

    def articles(self, tag):
        return Article.objects.published().filter(tagged__tag=tag)


class TopicFeed(PageFeed):
    model = Topic

    def articles(self, topic):
        return Article.objects.published().filter(topics=topic)


class AuthorFeed(PageFeed):
    model = Author

    def description(self, author):
        return author.bio or author.name

    subtitle = description

    def articles(self, author):
        works = Byline.objects.filter(author=author).values("article")
        return Article.objects.published().filter(pk__in=works)
