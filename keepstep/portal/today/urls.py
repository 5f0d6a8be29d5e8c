from django.urls import path

from keepstep.portal.today import hand_ins, views

urlpatterns = [
    path("portal/", views.index, name="portal"),
    path("portal/waiting/<uuid:ball_id>/", hand_ins.create, name="portal_hand_in"),
]
