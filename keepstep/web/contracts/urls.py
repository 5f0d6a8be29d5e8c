from django.urls import path

from keepstep.web.contracts import drawing, turns, views

urlpatterns = [
    path("contracts/", views.index, name="contracts"),
    path("contracts/<uuid:contract_id>/", views.show, name="contract"),
    path("contracts/<uuid:contract_id>/contract.pdf", views.paper_copy, name="contract_pdf"),
    path("contract-marks/<uuid:mark_id>/file/", views.file, name="contract_file"),
    path("deals/<uuid:deal_id>/contracts/new/", drawing.create, name="contract_new"),
    path("contracts/<uuid:contract_id>/addenda/new/", drawing.create_addendum, name="addendum_new"),
    path("contracts/<uuid:contract_id>/signing/", turns.sign, name="contract_sign"),
    path("contracts/<uuid:contract_id>/scan/", turns.scan, name="contract_scan"),
    path("contracts/<uuid:contract_id>/signing/return/", turns.unsign, name="contract_unsign"),
    path("contracts/<uuid:contract_id>/end/", turns.end, name="contract_end"),
    path("contracts/<uuid:contract_id>/withdrawal/", turns.withdraw, name="contract_withdraw"),
    path("contracts/<uuid:contract_id>/return/", turns.put_back, name="contract_put_back"),
]
