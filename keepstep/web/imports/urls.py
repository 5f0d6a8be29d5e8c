from django.urls import path

from keepstep.web.imports import refused, views

urlpatterns = [
    path("leads/files/", views.index, name="imports"),
    path("leads/files/new/", views.create, name="import_new"),
    path("leads/files/<uuid:import_id>/", views.show, name="import"),
    path("leads/files/<uuid:import_id>/loading/", views.start, name="import_start"),
    path("leads/files/<uuid:import_id>/undoing/", views.undo, name="import_undo"),
    path("leads/files/<uuid:import_id>/refused/", refused.download, name="import_refused"),
]
