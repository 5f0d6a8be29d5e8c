from django.urls import path

from keepstep.web.lead_forms import public, views

urlpatterns = [
    path("settings/forms/", views.index, name="lead_forms"),
    path("settings/forms/new/", views.create, name="lead_form_new"),
    path("settings/forms/<uuid:form_id>/", views.show, name="lead_form"),
    path("settings/forms/<uuid:form_id>/edit/", views.edit, name="lead_form_edit"),
    path("settings/forms/<uuid:form_id>/closing/", views.close, name="lead_form_close"),
    path("forms/<str:address>/", public.fill_in, name="public_form"),
    path("forms/<str:address>/thanks/", public.thanks, name="public_form_thanks"),
    path("forms/<str:address>/embed.js", public.script, name="public_form_script"),
]
