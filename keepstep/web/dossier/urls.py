from django.urls import path

from keepstep.web.dossier import views

urlpatterns = [
    path("accounts/<uuid:account_id>/dossier/", views.show, name="dossier"),
    path("accounts/<uuid:account_id>/dossier/<uuid:field_id>/", views.edit, name="dossier_edit"),
    path("accounts/<uuid:account_id>/dossier/<uuid:field_id>/confirmation/", views.confirm, name="dossier_confirm"),
    path("dossier/<uuid:entry_id>/undoing/", views.undo, name="dossier_undo"),
]
