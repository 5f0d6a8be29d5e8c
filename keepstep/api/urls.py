from django.urls import path

from keepstep.api import deal_steps, leads, metrics
from keepstep.api.door import api

api.add_router("/leads", leads.router)
api.add_router("/deals", deal_steps.router)
api.add_router("/metrics", metrics.router)
urlpatterns = [path("api/", api.urls)]
