"""Its addresses."""

from django.urls import path
from django.views.i18n import set_language

from borgerpuls.web.public import views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("was", views.accessibility, name="accessibility"),
    path("sprog", set_language, name="language"),
    path("rapporter/<slug:wave>/", views.report, name="reports"),
    path("rapporter/<slug:wave>/<path:name>", views.report, name="report"),
]
