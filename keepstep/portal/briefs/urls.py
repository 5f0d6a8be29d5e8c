from django.urls import path

from keepstep.portal.briefs import views

urlpatterns = [path("brief/<str:token>/", views.fill_in, name="client_brief")]
