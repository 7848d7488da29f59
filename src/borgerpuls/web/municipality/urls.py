"""Its addresses."""

from django.urls import URLPattern, URLResolver, include, path

from borgerpuls.web.municipality import overview, report
from borgerpuls.web.municipality.content import comparison, letter, questions
from borgerpuls.web.municipality.field import views
from borgerpuls.web.municipality.population import sample

app_name = "municipality"
_wave: list[URLPattern | URLResolver] = [
    path("", overview.wave, name="wave"),
    path("tilmeld", overview.enrol, name="enrol"),
    path("frameld", overview.withdraw, name="withdraw"),
    path("spoergsmaal/", questions.questions, name="questions"),
    path("brev/", letter.letter, name="letter"),
    path("brev/<slug:language>.pdf", letter.printed, name="letter_pdf"),
    path("sammenligning/", comparison.comparison, name="comparison"),
    path("liste/", include("borgerpuls.web.municipality.population.urls")),
    path("stikproeve/", sample.sample, name="sample"),
    path("svar/", views.field, name="field"),
    path("svar/igen", views.retry, name="retry"),
    path("udsendelse/", include("borgerpuls.web.municipality.field.batch_urls")),
    path("rapport/", report.report, name="report"),
    path("rapport/kommentarer", report.comments_file, name="comments"),
    path("rapport/<path:name>", report.file, name="report_file"),
]
urlpatterns = [
    path("<code>/", overview.home, name="home"),
    path("<code>/<slug:wave>/", include(_wave)),
]
