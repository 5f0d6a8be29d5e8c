from django.urls import path

from keepstep.web.api_tokens import views

urlpatterns = [
    path("settings/api/", views.index, name="api_tokens"),
    path("settings/api/new/", views.create, name="api_token_new"),
    path("settings/api/<uuid:token_id>/revoking/", views.revoke, name="api_token_revoke"),
]
