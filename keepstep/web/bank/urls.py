from django.urls import path

from keepstep.web.bank import lines, views

urlpatterns = [
    path("invoices/bank/", views.index, name="bank"),
    path("invoices/bank/new/", views.create, name="bank_file_new"),
    path("invoices/bank/<uuid:line_id>/match/", lines.match, name="bank_line_match"),
    path("invoices/bank/<uuid:line_id>/setting-aside/", lines.set_aside, name="bank_line_set_aside"),
    path("invoices/bank/<uuid:line_id>/return/", lines.bring_back, name="bank_line_bring_back"),
    path("invoices/bank/<uuid:line_id>/unmatching/", lines.unmatch, name="bank_line_unmatch"),
]
