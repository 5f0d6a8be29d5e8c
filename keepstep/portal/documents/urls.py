from django.urls import path

from keepstep.portal.documents import views

urlpatterns = [
    path("portal/documents/", views.index, name="portal_documents"),
    path("portal/documents/<uuid:document_id>/", views.show, name="portal_document"),
    path("portal/files/<uuid:attachment_id>/", views.handed_in, name="portal_file"),
]
