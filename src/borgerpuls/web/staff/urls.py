"""Its addresses."""

from django.urls import path

from borgerpuls.web.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.home, name="home"),
]
