from django.urls import URLPattern, path

from keepstep.web.lead_settings import lists, views
from keepstep.web.lead_settings.lists import (
    CHURNS,
    CRITERIA,
    DEAL_FIELDS,
    DOSSIER,
    LEAD_FIELDS,
    LOSSES,
    REASONS,
    SOURCES,
    OwnList,
)


def _of(folder: str, of: OwnList) -> list[URLPattern]:
    one = f"settings/{folder}/<uuid:key>/"
    known = {"of": of}
    return [
        path(f"settings/{folder}/new/", lists.create, known, name=f"{of.code}_new"),
        path(one, lists.edit, known, name=of.code),
        path(f"{one}closing/", lists.close, known, name=f"{of.code}_close"),
        path(f"{one}opening/", lists.reopen, known, name=f"{of.code}_reopen"),
    ]


def _in_order(folder: str, of: OwnList) -> list[URLPattern]:
    up = path(f"settings/{folder}/<uuid:key>/place/", lists.move_up, {"of": of}, name=f"{of.code}_up")
    return [*_of(folder, of), up]


urlpatterns = [
    path("settings/leads/", views.index, name="lead_settings"),
    path("settings/leads/doors/", views.doors, name="lead_doors"),
    *_of("sources", SOURCES),
    *_of("reasons", REASONS),
    *_of("criteria", CRITERIA),
    *_of("loss-reasons", LOSSES),
    *_of("churn-reasons", CHURNS),
    *_of("dossier-fields", DOSSIER),
    *_in_order("lead-fields", LEAD_FIELDS),
    *_in_order("deal-fields", DEAL_FIELDS),
]
