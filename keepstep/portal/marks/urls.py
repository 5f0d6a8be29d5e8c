from django.urls import path

from keepstep.portal.marks import views

urlpatterns = [path("mark/<str:token>/", views.edit, name="mark")]
