from django.urls import path

from keepstep.web.invoices import acts, deals, editor, export, payments, promises, sending, views

urlpatterns = [
    path("invoices/", views.index, name="invoices"),
    path("invoices/invoices.csv", export.index, name="invoices_file"),
    path("invoices/new/", editor.choose, name="invoice_new"),
    path("accounts/<uuid:account_id>/invoices/new/", editor.create, name="invoice_draft"),
    path("invoices/<uuid:invoice_id>/", views.show, name="invoice"),
    path("invoices/<uuid:invoice_id>/invoice.pdf", views.paper_copy, name="invoice_pdf"),
    path("invoices/<uuid:invoice_id>/edit/", editor.edit, name="invoice_edit"),
    path("invoices/<uuid:invoice_id>/issuing/", acts.issue, name="invoice_issue"),
    path("invoices/<uuid:invoice_id>/discarding/", acts.throw_away, name="invoice_throw_away"),
    path("invoices/<uuid:invoice_id>/taking-up/", acts.take_up, name="invoice_take_up"),
    path("invoices/<uuid:invoice_id>/cancellation/", acts.cancel, name="invoice_cancel"),
    path("invoices/<uuid:invoice_id>/restoring/", acts.restore, name="invoice_restore"),
    path("invoices/<uuid:invoice_id>/correction/", acts.correct, name="invoice_correct"),
    path("invoices/<uuid:invoice_id>/sending/", sending.create, name="invoice_send"),
    path("invoices/<uuid:invoice_id>/deal/", deals.choose, name="invoice_deal"),
    path("invoices/<uuid:invoice_id>/promises/new/", promises.create, name="promise_new"),
    path("promises/<uuid:promise_id>/withdrawing/", promises.withdraw, name="promise_withdraw"),
    path("invoices/<uuid:invoice_id>/payments/new/", payments.create, name="payment_new"),
    path("invoices/<uuid:invoice_id>/advance/<uuid:payment_id>/", payments.use, name="payment_use"),
    path("allocations/<uuid:allocation_id>/undoing/", payments.undo, name="allocation_undo"),
    path("payments/<uuid:payment_id>/taking-back/", payments.take_back, name="payment_take_back"),
]
