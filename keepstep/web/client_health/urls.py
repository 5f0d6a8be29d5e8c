from django.urls import path

from keepstep.web.client_health import calibration, views, weights

urlpatterns = [
    path("accounts/<uuid:account_id>/health/", views.show, name="account_health"),
    path("portfolio/", views.index, name="portfolio"),
    path("portfolio/calibration/", calibration.index, name="health_calibration"),
    path("settings/health/", weights.edit, name="health_weights"),
]
