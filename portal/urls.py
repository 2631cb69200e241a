"""Every public address of the paper. `public_page` marks what the page store may keep."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles import archive_views, preview_views, search_views, sitemaps
from articles import views as articles
from corrections import views as corrections
from images.serving import media
from portal import device_views, feeds, security, styleguide, views
from portal.cache import public_page
from readership import views as readership

SECTION = r"(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)?)"

urlpatterns = [
    path("", public_page(views.home), name="home"),
    path("khan-cap/", public_page(views.emergency), name="emergency"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", device_views.robots, name="robots"),
    path("sitemap.xml", public_page(sitemaps.index), name="sitemap"),
    path("sitemap-<slug:part>.xml", public_page(sitemaps.part), name="sitemap-part"),
    path("news-sitemap.xml", public_page(sitemaps.news), name="news-sitemap"),
    path("rss/", include(feeds.urlpatterns(SECTION))),
    path("media/<path:path>", media, name="media"),
    re_path(r"^luot-doc/(?P<pk>[0-9]{1,18})/$", readership.count, name="read"),
    path("luu-tru/", public_page(archive_views.today), name="archive"),
    re_path(
        r"^luu-tru/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$",
        public_page(archive_views.month),
        name="archive-month",
    ),
    re_path(
        r"^luu-tru/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$",
        public_page(archive_views.day),
        name="archive-day",
    ),
    path("favicon.ico", device_views.favicon, name="favicon"),
    path("manifest.webmanifest", public_page(device_views.manifest), name="manifest"),
    path("opensearch.xml", public_page(device_views.search_description), name="opensearch"),
    path("sw.js", device_views.worker, name="worker"),
    path("ngoai-tuyen/", public_page(device_views.offline), name="offline"),
    path("da-luu/", public_page(device_views.saved), name="saved"),
    path("ads.txt", public_page(device_views.plain_file), {"name": "ads.txt"}),
    path(".well-known/security.txt", public_page(device_views.plain_file), {"name": "security.txt"}),
    path("_styleguide/", styleguide.page, name="styleguide"),
    path("doc-nhieu/", public_page(readership.page), name="most-read"),
    path("tim-kiem/", include((search_views.urlpatterns, "search"))),
    path("danh-gia/", include("ratings.urls")),
    path("y-kien/", include("comments.urls")),
    path("ban-tin/", include("newsletter.urls")),
    path("trang/<slug:slug>/", public_page(views.flat_page), name="flat-page"),
    path("cai-chinh/", public_page(corrections.listing), name="corrections"),
    path("tu-khoa/<slug:slug>/", public_page(articles.tag), name="tag"),
    path("su-kien/<slug:slug>/", public_page(articles.topic), name="topic"),
    path("tac-gia/<slug:slug>/", public_page(articles.author), name="author"),
    path("xem-truoc/<str:token>/", preview_views.open_link, name="preview-link"),
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
