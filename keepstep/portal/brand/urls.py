from django.urls import path

from keepstep.portal.brand import views

urlpatterns = [
    path("brand/<uuid:agency_id>/<str:version>/colour.css", views.colour, name="brand_colour"),
    path("brand/<uuid:agency_id>/<str:version>/logo.png", views.logo, name="brand_logo"),
]
