from django.urls import path

from keepstep.web.handovers import parts, turns, views

urlpatterns = [
    path("handovers/", views.index, name="handovers"),
    path("deals/<uuid:deal_id>/handover/", views.begin, name="handover_begin"),
    path("handovers/<uuid:handover_id>/", views.show, name="handover"),
    path("handovers/<uuid:handover_id>/brief/", views.brief, name="handover_brief"),
    path("handovers/<uuid:handover_id>/project/", views.project, name="handover_project"),
    path("handovers/<uuid:handover_id>/manager/", turns.assign, name="handover_assign"),
    path("handovers/<uuid:handover_id>/offer/", turns.offer, name="handover_offer"),
    path("handovers/<uuid:handover_id>/return/", turns.give_back, name="handover_return"),
    path("handovers/<uuid:handover_id>/acceptance/", turns.accept, name="handover_accept"),
    *(
        route
        for kind, word in (("promise", "promises"), ("person", "people"), ("line", "lines"))
        for route in (
            path(
                f"handovers/<uuid:handover_id>/{word}/new/", parts.create, {"kind": kind}, name=f"handover_{kind}_new"
            ),
            path(f"handover-{word}/<uuid:key>/", parts.edit, {"kind": kind}, name=f"handover_{kind}"),
            path(f"handover-{word}/<uuid:key>/removal/", parts.remove, {"kind": kind}, name=f"handover_{kind}_remove"),
            path(f"handover-{word}/<uuid:key>/return/", parts.restore, {"kind": kind}, name=f"handover_{kind}_restore"),
        )
    ),
]
