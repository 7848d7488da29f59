"""Its addresses. ``/k/`` is short because it stands in letters and text messages."""

from django.urls import path

from borgerpuls.web.citizen.views import access, opt_out, survey

app_name = "citizen"
urlpatterns = [
    path("k/", access.code, name="code"),
    path("k/<str:code>", access.link, name="link"),
    path("k/<str:language>/", access.code, name="code"),
    path("svar/<str:language>/", survey.welcome, name="welcome"),
    path("svar/<str:language>/<int:number>", survey.page, name="page"),
    path("svar/<str:language>/tjek", survey.review, name="review"),
    path("svar/<str:language>/kvittering", survey.receipt, name="receipt"),
    path("svar/<str:language>/nej", opt_out.no, name="no"),
    path("svar/<str:language>/igen", opt_out.reopen, name="reopen"),
    path("svar/<str:language>/luk", access.leave, name="leave"),
]
