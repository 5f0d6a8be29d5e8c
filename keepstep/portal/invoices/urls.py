from django.urls import path

from keepstep.portal.invoices import views

urlpatterns = [
    path("portal/invoices/", views.index, name="portal_invoices"),
    path("portal/invoices/<uuid:invoice_id>/invoice.pdf", views.paper_copy, name="portal_invoice"),
    path("portal/acts/<uuid:act_id>/act.pdf", views.act_copy, name="portal_act"),
]
