"""The feeds under the paper's name: what a feed reader lists among a hundred others."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import path, re_path

from articles import feeds
from portal.cache import public_page
from portal.context import paper_and_menu


class UnderThePapersName:
    def title(self, obj):
        masthead, _menu = paper_and_menu()
        return " | ".join(filter(None, [super().title(obj), masthead.name]))

    def author_name(self, obj):
        """Atom wants somebody to answer for what has no byline (RFC 4287, 4.1.1)."""
        masthead, _menu = paper_and_menu()
        return masthead.name or urlsplit(settings.SITE_URL).hostname


class SiteFeed(UnderThePapersName, feeds.SiteFeed):
    pass


class SectionFeed(UnderThePapersName, feeds.SectionFeed):
    pass


class TagFeed(UnderThePapersName, feeds.TagFeed):
    pass


class TopicFeed(UnderThePapersName, feeds.TopicFeed):
    pass


class AuthorFeed(UnderThePapersName, feeds.AuthorFeed):
    pass


def urlpatterns(section: str) -> list:
    """Below /rss/. `section`: the expression that captures a section's path."""
    found = [
        path("", public_page(SiteFeed("rss")), name="feed"),
        path("atom.xml", public_page(SiteFeed("atom")), name="atom-feed"),
    ]
    for kind in feeds.FORMATS:
        for folder, feed in {"tu-khoa": TagFeed, "su-kien": TopicFeed, "tac-gia": AuthorFeed}.items():
            found.append(path(f"{folder}/<slug:slug>.{kind}", public_page(feed(kind))))
        found.append(re_path(rf"^{section}\.{kind}$", public_page(SectionFeed(kind)), name=f"section-{kind}"))
    return found
