"""Its addresses. ``/k/`` is short because it stands in letters and text messages."""

from django.urls import path

from borgerpuls.web.citizen import answering, arriving, deciding

app_name = "citizen"
urlpatterns = [
    path("k/", arriving.code, name="code"),
    path("k/<str:code>", arriving.link, name="link"),
    path("k/<str:language>/", arriving.code, name="code"),
    path("svar/<str:language>/", answering.welcome, name="welcome"),
    path("svar/<str:language>/<int:number>", answering.page, name="page"),
    path("svar/<str:language>/tjek", answering.review, name="review"),
    path("svar/<str:language>/kvittering", answering.receipt, name="receipt"),
    path("svar/<str:language>/nej", deciding.no, name="no"),
    path("svar/<str:language>/igen", deciding.reopen, name="reopen"),
    path("svar/<str:language>/luk", arriving.leave, name="leave"),
]
