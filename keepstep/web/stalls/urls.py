from django.urls import path

from keepstep.web.stalls import call_sheet, views

urlpatterns = [
    path("stalls/", views.index, name="stalls"),
    path("stalls/<uuid:project_id>/taking/", views.take, name="stall_take"),
    path("projects/<uuid:project_id>/call/", call_sheet.show, name="call_sheet"),
]
