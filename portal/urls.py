"""Every public address of the paper. `public_page` marks what the page store may keep."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles import feeds, search_views, sitemaps
from articles import views as articles
from images.serving import media
from portal import security, views
from portal.cache import public_page

SECTION = r"(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)?)"

urlpatterns = [
    path("", public_page(views.home), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", public_page(sitemaps.index), name="sitemap"),
    path("sitemap-<slug:part>.xml", public_page(sitemaps.part), name="sitemap-part"),
    path("news-sitemap.xml", public_page(sitemaps.news), name="news-sitemap"),
    path("rss/", public_page(feeds.SiteFeed()), name="feed"),
    re_path(rf"^rss/{SECTION}\.rss$", public_page(feeds.SectionFeed()), name="section-feed"),
    path("media/<path:path>", media, name="media"),
    path("tim-kiem/", include((search_views.urlpatterns, "search"))),
    path("danh-gia/", include("ratings.urls")),
    path("y-kien/", include("comments.urls")),
    path("tu-khoa/<slug:slug>/", public_page(articles.tag), name="tag"),
    path("su-kien/<slug:slug>/", public_page(articles.topic), name="topic"),
    path("tac-gia/<slug:slug>/", public_page(articles.author), name="author"),
    path("admin/images/", include("images.urls")),
    path("admin/", admin.site.urls),
    re_path(
        rf"^{SECTION}/(?P<slug>[a-z0-9-]+)-a(?P<pk>[0-9]{{1,18}})\.html$",
        public_page(articles.detail),
        name="article",
    ),
    re_path(rf"^{SECTION}/$", public_page(articles.section), name="section"),
]

handler400 = security.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
