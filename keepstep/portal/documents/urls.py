from django.urls import path

from keepstep.portal.documents import views

urlpatterns = [
    path("portal/documents/", views.index, name="portal_documents"),
    path("portal/documents/<uuid:document_id>/", views.show, name="portal_document"),
    path("portal/files/<uuid:attachment_id>/", views.handed_in, name="portal_file"),
    path("portal/contracts/<uuid:contract_id>/contract.pdf", views.contract_copy, name="portal_contract"),
    path("portal/contracts/files/<uuid:mark_id>/", views.contract_file, name="portal_contract_file"),
    path("portal/acts/files/<uuid:mark_id>/", views.act_file, name="portal_act_file"),
]
