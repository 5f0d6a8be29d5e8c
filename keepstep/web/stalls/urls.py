from django.urls import path

from keepstep.web.stalls import call_sheet, pushes, views

urlpatterns = [
    path("stalls/", views.index, name="stalls"),
    path("stalls/pushes/", pushes.create, name="stall_pushes"),
    path("stalls/pushes/withdrawal/", pushes.withdraw, name="stall_pushes_withdraw"),
    path("stalls/<uuid:project_id>/taking/", views.take, name="stall_take"),
    path("takings/<uuid:taking_id>/withdrawal/", views.give_back, name="stall_give_back"),
    path("projects/<uuid:project_id>/call/", call_sheet.show, name="call_sheet"),
    path("projects/<uuid:project_id>/call/history/", call_sheet.history, name="call_history"),
]
