from django.urls import path

from articles.editions import in_its_language
from comments import mail_views, reader_views, views

app_name = "comments"
urlpatterns = [
    path("noi-quy/", views.rules, name="rules"),
    path("cua-toi/", mail_views.my_data, name="my-data"),
    path("cua-toi/<str:token>/", mail_views.door, name="door"),
    path("thu/<str:token>/xac-nhan/", mail_views.confirm, name="confirm"),
    path("thu/<str:token>/dung/", mail_views.stop, name="stop"),
    path("<int:article_id>/", in_its_language(views.write), name="write"),
    path("<int:article_id>/tat-ca/", in_its_language(views.all_comments), {"order": "all"}, name="all"),
    path(
        "<int:article_id>/moi-nhat/", in_its_language(views.all_comments), {"order": "newest"}, name="newest"
    ),
    path(
        "<int:article_id>/thich-nhat/", in_its_language(views.all_comments), {"order": "liked"}, name="liked"
    ),
    path("<int:article_id>/<int:comment_id>/", in_its_language(views.thread), name="thread"),
    path("<int:article_id>/<int:comment_id>/thich/", in_its_language(reader_views.like), name="like"),
    path("<int:article_id>/<int:comment_id>/bao-cao/", in_its_language(reader_views.report), name="report"),
    path("<int:article_id>/<int:comment_id>/sua/", in_its_language(reader_views.rewrite), name="rewrite"),
]
