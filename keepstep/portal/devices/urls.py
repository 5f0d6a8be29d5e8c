from django.urls import path

from keepstep.portal.devices import views

urlpatterns = [
    path("portal/devices/", views.index, name="portal_devices"),
    path("portal/devices/<uuid:device_id>/ending/", views.end, name="portal_device_end"),
]
