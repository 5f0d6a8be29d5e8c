from django.urls import path

from keepstep.web.client_settings import views

urlpatterns = [path("settings/clients/", views.index, name="client_settings")]
