from django.urls import path

from keepstep.web.lead_settings import reasons, sources, views

urlpatterns = [
    path("settings/leads/", views.index, name="lead_settings"),
    path("settings/sources/new/", sources.create, name="source_new"),
    path("settings/sources/<uuid:source_id>/", sources.edit, name="source"),
    path("settings/sources/<uuid:source_id>/closing/", sources.close, name="source_close"),
    path("settings/sources/<uuid:source_id>/opening/", sources.reopen, name="source_reopen"),
    path("settings/reasons/new/", reasons.create, name="reason_new"),
    path("settings/reasons/<uuid:reason_id>/", reasons.edit, name="reason"),
    path("settings/reasons/<uuid:reason_id>/closing/", reasons.close, name="reason_close"),
    path("settings/reasons/<uuid:reason_id>/opening/", reasons.reopen, name="reason_reopen"),
]
