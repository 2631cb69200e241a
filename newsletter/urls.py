from django.urls import path

from newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("", views.sign_up, name="sign-up"),
    path("<str:token>/xac-nhan/", views.confirm, name="confirm"),
    path("<str:token>/chon/", views.choose, name="choose"),
    path("<str:token>/thoi-nhan/", views.leave, name="leave"),
]
