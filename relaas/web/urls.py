"""The addresses of the pages."""

from django.urls import path
from django.views.generic import RedirectView

from relaas.web.views import (
    acts,
    attachments,
    cases,
    mandates,
    own_copy,
    passages,
    readings,
    regimes,
    story,
    tellings,
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
    path("zaken/<str:number>/verhaal/", story.account, name="story"),
    path("zaken/<str:number>/verhaal/zoeken/", story.search, name="search"),
    path("zaken/<str:number>/verhaal/vertellen/<str:act>/", tellings.tell, name="tell"),
    path("zaken/<str:number>/verhaal/<str:telling>/schrijven/", tellings.write, name="write"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/", passages.passage, name="passage"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/indelen/", passages.label, name="label"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/bevestigen/", passages.confirm, name="confirm"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/vrijgeven/", passages.release, name="release"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/aanvullen/", passages.remark, name="remark"),
    path("zaken/<str:number>/verhaal/passage/<str:passage>/feit/<str:kind>/", passages.fact, name="fact"),
    path("zoeken/", story.across, name="across"),
]
