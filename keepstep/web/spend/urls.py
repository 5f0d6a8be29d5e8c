from django.urls import path

from keepstep.web.spend import files, views

urlpatterns = [
    path("leads/spend/", views.index, name="spend"),
    path("leads/spend/new/", views.create, name="spend_new"),
    path("leads/spend/file/", files.create, name="spend_file_new"),
    path("leads/spend/files/<uuid:file_id>/undoing/", files.undo, name="spend_file_undo"),
    path("leads/spend/<uuid:spend_id>/withdrawal/", views.withdraw, name="spend_withdraw"),
    path("leads/spend/<uuid:spend_id>/return/", views.reinstate, name="spend_reinstate"),
]
