from django.urls import path

from keepstep.web.connections import views

urlpatterns = [
    path("settings/connections/", views.index, name="connections"),
    path("settings/connections/new/", views.create, name="connection_new"),
    path("settings/connections/<uuid:connection_id>/", views.show, name="connection"),
    path("settings/connections/<uuid:connection_id>/secret/", views.turn_secret, name="connection_secret"),
    path("settings/connections/<uuid:connection_id>/signing/", views.sign_with, name="connection_signing"),
    path("settings/connections/<uuid:connection_id>/closing/", views.close, name="connection_close"),
]
