"""The addresses of the pages."""

from django.urls import path
from django.views.generic import RedirectView

from relaas.web.views import (
    acts,
    asking,
    attachments,
    cases,
    consents,
    mandates,
    own_copy,
    readings,
    regimes,
    requests,
    work,
)

app_name = "web"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="web:work"), name="start"),
    path("werk/", work.my_work, name="work"),
    path("rol/", mandates.choose, name="mandate"),
    path("zaken/", cases.case_list, name="cases"),
    path("zaken/openen/", cases.open_new, name="open"),
    path("zaken/<str:number>/", cases.case, name="case"),
    path("zaken/<str:number>/toen/", cases.known, name="known"),
    path("zaken/<str:number>/waarom/<str:kind>/<str:subject>/", cases.why, name="why"),
    path("zaken/<str:number>/handelen/<str:act>/", acts.record, name="act"),
    path("zaken/<str:number>/herstellen/<int:of>/", acts.correct, name="correct"),
    path("zaken/<str:number>/inzage/", readings.readings, name="readings"),
    path("regelingen/", regimes.regime_list, name="regimes"),
    path("regelingen/<slug:name>/", regimes.regime, name="regime"),
    path("zaken/<str:number>/bijlagen/", attachments.attachments, name="attachments"),
    path("zaken/<str:number>/bijlagen/<str:attachment>/", attachments.attachment, name="attachment"),
    path("zaken/<str:number>/eigen-exemplaar/", own_copy.on_screen, name="own-copy"),
    path("zaken/<str:number>/eigen-exemplaar/afdrukken/", own_copy.to_print, name="own-copy-print"),
    path("zaken/<str:number>/eigen-exemplaar.pdf", own_copy.as_pdf, name="own-copy-pdf"),
    path("zaken/<str:number>/vragen/", asking.question_list, name="questions"),
    path("zaken/<str:number>/vragen/stellen/", asking.ask, name="ask"),
    path("zaken/<str:number>/vragen/vervolg/", asking.follow, name="follow"),
    path("zaken/<str:number>/bevindingen/", asking.finding_list, name="findings"),
    path("zaken/<str:number>/toestemming/", consents.consent_list, name="consents"),
    path("zaken/<str:number>/identiteit/", requests.identity_page, name="identity"),
    path("zaken/<str:number>/verzoeken/", requests.request_list, name="requests"),
    path("zaken/<str:number>/verzoeken/<str:asked>/", requests.decide, name="decide"),
    path("noodinzage/", requests.emergency_list, name="emergencies"),
    path("berichten/<int:notice>/gezien/", requests.notice_seen, name="notice"),
]
