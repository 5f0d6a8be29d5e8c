from django.urls import path

from keepstep.web.sources import clients, views

urlpatterns = [
    path("leads/sources/", views.index, name="sources"),
    path("leads/sources/clients/", clients.index, name="source_clients"),
]
