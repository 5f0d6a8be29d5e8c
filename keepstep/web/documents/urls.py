from django.urls import path

from keepstep.web.documents import views

urlpatterns = [
    path("accounts/<uuid:account_id>/documents/", views.index, name="documents"),
    path("accounts/<uuid:account_id>/documents/new/", views.create, name="document_new"),
    path("documents/<uuid:document_id>/", views.show, name="document"),
    path("documents/<uuid:document_id>/withdrawal/", views.withdraw, name="document_withdraw"),
    path("documents/<uuid:document_id>/return/", views.share_again, name="document_share_again"),
    path("files/<uuid:attachment_id>/", views.handed_in, name="file"),
]
