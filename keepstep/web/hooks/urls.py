from django.urls import path

from keepstep.web.hooks import views

urlpatterns = [
    path("hooks/<str:address>/", views.create, name="hook"),
]
