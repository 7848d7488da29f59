"""Its addresses."""

from django.urls import path

from borgerpuls.web.staff import colleagues, log, views

app_name = "staff"
urlpatterns = [
    path("", views.home, name="home"),
    path("kolleger/", colleagues.people, name="colleagues"),
    path("kolleger/<int:membership>/fjern", colleagues.remove, name="remove"),
    path("invitationer/<int:invitation>/fortryd", colleagues.withdraw, name="withdraw"),
    path("invitation/<str:token>", colleagues.link, name="invitation"),
    path("velkommen/", colleagues.welcome, name="welcome"),
    path("log/", log.log, name="log"),
]
