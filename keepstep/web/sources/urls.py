from django.urls import path

from keepstep.web.sources import views

urlpatterns = [path("leads/sources/", views.index, name="sources")]
