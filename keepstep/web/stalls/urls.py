from django.urls import path

from keepstep.web.stalls import views

urlpatterns = [
    path("stalls/", views.index, name="stalls"),
    path("stalls/<uuid:project_id>/taking/", views.take, name="stall_take"),
]
