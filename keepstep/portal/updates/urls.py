from django.urls import path

from keepstep.portal.updates import enclosures, views

urlpatterns = [
    path("portal/updates/", views.index, name="portal_updates"),
    path("portal/updates/<uuid:update_id>/", views.show, name="portal_update"),
    path("portal/updates/<uuid:update_id>/answers/", views.answer, name="portal_answer"),
    path("portal/enclosures/<uuid:enclosure_id>/", enclosures.show, name="portal_enclosure"),
    path("portal/updates/<uuid:update_id>/mark/", views.mark, name="portal_mark"),
]
