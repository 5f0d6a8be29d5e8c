from django.urls import path

from keepstep.portal.team import views

urlpatterns = [
    path("portal/team/", views.index, name="portal_team"),
    path("portal/team/messages/", views.write, name="portal_message"),
]
