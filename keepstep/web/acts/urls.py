from django.urls import path

from keepstep.web.acts import making, sending, turns, views

urlpatterns = [
    path("acts/", views.index, name="acts"),
    path("acts/<uuid:act_id>/", views.show, name="act"),
    path("acts/<uuid:act_id>/act.pdf", views.paper_copy, name="act_pdf"),
    path("acts/<uuid:act_id>/sending/", sending.create, name="act_send"),
    path("acts/<uuid:act_id>/signing/", turns.sign, name="act_sign"),
    path("acts/<uuid:act_id>/scan/", turns.scan, name="act_scan"),
    path("act-files/<uuid:mark_id>/", views.file, name="act_file"),
    path("acts/<uuid:act_id>/signing/return/", turns.unsign, name="act_unsign"),
    path("acts/<uuid:act_id>/withdrawal/", turns.withdraw, name="act_withdraw"),
    path("invoices/<uuid:invoice_id>/acts/new/", making.create, name="act_new"),
]
