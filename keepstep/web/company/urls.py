from django.urls import path

from keepstep.web.company import retention, tenures

urlpatterns = [
    path("company/retention/", retention.show, name="retention"),
    path("company/retention/clients/", tenures.index, name="tenures"),
]
