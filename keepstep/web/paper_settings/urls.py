from django.urls import path

from keepstep.web.paper_settings import views

urlpatterns = [
    path("settings/templates/", views.index, name="templates"),
    path("settings/templates/new/", views.create, name="template_new"),
    path("settings/templates/<uuid:template_id>/", views.edit, name="template"),
    path("settings/templates/<uuid:template_id>/preview/", views.preview, name="template_preview"),
    path("settings/templates/<uuid:template_id>/closing/", views.close, name="template_close"),
    path("settings/templates/<uuid:template_id>/opening/", views.reopen, name="template_reopen"),
]
