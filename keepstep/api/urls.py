from django.urls import path

from keepstep.api.door import api
from keepstep.api.leads import router

api.add_router("/leads", router)
urlpatterns = [path("api/", api.urls)]
