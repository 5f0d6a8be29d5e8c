from django.urls import path

from keepstep.web.absences import views

urlpatterns = [
    path("settings/absences/", views.index, name="absences"),
    path("settings/absences/new/", views.create, name="absence_new"),
    path("settings/absences/<uuid:absence_id>/withdrawal/", views.withdraw, name="absence_withdraw"),
    path("settings/absences/<uuid:absence_id>/return/", views.reinstate, name="absence_reinstate"),
]
