"""RSS of the whole paper and of one section: the newest thirty, with their leads."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section

SIZE = 30


class SiteFeed(Feed):
    feed_type = Rss201rev2Feed
    language = "vi"
    title = _("Newest")
    description = _("The newest articles of the paper")

    # absolute addresses come from the setting, never from the Host header
    def link(self, obj):
        return f"{settings.SITE_URL}/"

    def feed_url(self, obj):
        return f"{settings.SITE_URL}/rss/"

    def articles(self, obj):
        return Article.objects.published()

    def items(self, obj):
        return self.articles(obj).cards().newest()[:SIZE]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.lead

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item):
        return f"{settings.SITE_URL}/a{item.pk}"  # stays when the title, and so the address, changes

    item_guid_is_permalink = False

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [item.section.name]


class SectionFeed(SiteFeed):
    def get_object(self, request, path):
        return get_object_or_404(Section, path=path)

    def title(self, section):
        return section.name

    def link(self, section):
        return settings.SITE_URL + section.get_absolute_url()

    def feed_url(self, section):
        return settings.SITE_URL + section.feed_url()

    def description(self, section):
        return section.description or section.name

    def articles(self, section):
        return super().articles(section).in_section(section)
