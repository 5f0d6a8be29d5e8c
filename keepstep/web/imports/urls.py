from django.urls import path

from keepstep.web.imports import refused, views
from keepstep.web.imports.deals import DEALS
from keepstep.web.imports.kind import Kind
from keepstep.web.imports.leads import LEADS


def _of(kind: Kind, under: str) -> list[object]:
    """The pages of one kind of files."""
    known = {"kind": kind}
    return [
        path(f"{under}/files/", views.index, known, name=kind.index),
        path(f"{under}/files/new/", views.create, known, name=kind.new),
        path(f"{under}/files/<uuid:import_id>/", views.show, known, name=kind.route),
        path(f"{under}/files/<uuid:import_id>/loading/", views.start, known, name=kind.starting),
        path(f"{under}/files/<uuid:import_id>/undoing/", views.undo, known, name=kind.undoing),
        path(f"{under}/files/<uuid:import_id>/refused/", refused.download, known, name=kind.refused),
    ]


urlpatterns = [*_of(LEADS, "leads"), *_of(DEALS, "deals")]
