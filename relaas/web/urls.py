"""The addresses of the pages."""

from django.urls import path
from django.views.generic import RedirectView

from relaas.web.views import acts, attachments, cases, mandates, own_copy, regimes, work

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
    path("zaken/<str:number>/herstellen/<int:sequence>/", acts.correct, name="correct"),
    path("regelingen/", regimes.regime_list, name="regimes"),
    path("regelingen/<slug:name>/", regimes.regime, name="regime"),
    path("zaken/<str:number>/bijlagen/", attachments.attachments, name="attachments"),
    path("zaken/<str:number>/bijlagen/<str:attachment>/", attachments.attachment, name="attachment"),
    path("zaken/<str:number>/eigen-exemplaar/", own_copy.on_screen, name="own-copy"),
    path("zaken/<str:number>/eigen-exemplaar/afdrukken/", own_copy.to_print, name="own-copy-print"),
    path("zaken/<str:number>/eigen-exemplaar.pdf", own_copy.as_pdf, name="own-copy-pdf"),
]
