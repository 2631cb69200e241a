"""The public addresses that show an article: what its changes make stale."""

from django.db.models import Q

from articles.workflow import Public


class HasPaths:
    """The part of Article that knows where readers meet it."""

    def own_path(self) -> set[str]:
        """The address of its page, while it has one."""
        return {self.get_absolute_url()} if self.public_state == Public.LIVE else set()

    def public_paths(self) -> set[str]:
        """Every public address that shows this article, as it stands now; empty while it is not live."""
        from articles.archive_views import archive_paths
        from articles.feeds import feed_paths
        from articles.running import neighbours_of
        from articles.sitemaps import part_path

        if self.public_state != Public.LIVE:
            return set()
        live = type(self).objects.live().select_related("section")
        pages = [
            self,
            self.section,
            self.top_section,
            *self.tags.all(),
            *self.topics.all(),
            *self.authors.all(),
        ]
        named_by = [*live.filter(picks__target=self), *live.filter(holds__other=self, holds__kind="pin")]
        told_again = Q(translation_of=self) | Q(pk=self.translation_of_id)
        pairs = live.filter(told_again)
        return {
            "/",
            "/rss/",
            "/sitemap.xml",
            "/news-sitemap.xml",
            part_path(self.pk),
            "/rss/atom.xml",
            *feed_paths(page for page in pages if page is not self),
            "/doc-nhieu/",
            *archive_paths(self.published_at),
            *(page.get_absolute_url() for page in [*pages, *named_by, *pairs, *neighbours_of(self)]),
        }
