from django.urls import path

from comments import reader_views, views

app_name = "comments"
urlpatterns = [
    path("<int:article_id>/", views.write, name="write"),
    path("<int:article_id>/tat-ca/", views.all_comments, {"order": "all"}, name="all"),
    path("<int:article_id>/moi-nhat/", views.all_comments, {"order": "newest"}, name="newest"),
    path("<int:article_id>/thich-nhat/", views.all_comments, {"order": "liked"}, name="liked"),
    path("<int:article_id>/<int:comment_id>/", views.thread, name="thread"),
    path("<int:article_id>/<int:comment_id>/thich/", reader_views.like, name="like"),
    path("<int:article_id>/<int:comment_id>/bao-cao/", reader_views.report, name="report"),
    path("<int:article_id>/<int:comment_id>/sua/", reader_views.rewrite, name="rewrite"),
]
