from django.urls import path

from articles.editions import in_its_language
from ratings import views

app_name = "ratings"
urlpatterns = [
    path("cua-toi/", views.mine, name="mine"),
    path("<int:article_id>/", in_its_language(views.vote), name="vote"),
]
