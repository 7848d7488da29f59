"""Its addresses."""

from django.urls import include, path

from borgerpuls.web.programme import opening, patch, place, plan, processing, questionnaires, waves

app_name = "programme"
_questionnaires = [
    path("", questionnaires.versions, name="questionnaires"),
    path("<slug:fingerprint>/", questionnaires.version, name="questionnaire"),
    path("<slug:fingerprint>/fil", questionnaires.source, name="questionnaire_file"),
    path("<slug:fingerprint>/<slug:language>/<int:number>", questionnaires.screen, name="screen"),
]
_wave = [
    path("", waves.wave, name="wave"),
    path("plan/", plan.change, name="plan"),
    path("kommuner/", waves.enrol, name="enrol"),
    path("tilmelding", waves.announce, name="announce"),
    path("aabn/", opening.opening, name="open"),
    path("inviter", waves.invite, name="invite"),
    path("paamind", waves.remind, name="remind"),
    path("luk/", opening.closing, name="close"),
    path("ord/", patch.patch, name="patch"),
    path("opgoer/", processing.processing, name="processing"),
    path("opgoer/rapporter/<path:name>", processing.file, name="report_file"),
    path("<slug:code>/", place.place, name="place"),
    path("<slug:code>/igen", place.retry, name="retry"),
]
urlpatterns = [
    path("", waves.waves, name="waves"),
    path("ny/", plan.create, name="create"),
    path("skemaer/", include(_questionnaires)),
    path("<slug:wave>/", include(_wave)),
]
