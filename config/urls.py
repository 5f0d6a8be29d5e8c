"""All addresses: those of each folder of `web/`, of `portal/` where clients read, and of the API."""

from pkgutil import iter_modules

from django.urls import include, path

from keepstep import portal, web

FIRST = "today"
"""Addresses are compared one after another, and none is asked for as often as Today's."""

urlpatterns = [
    path("", include(f"{surface.__name__}.{folder.name}.urls"))
    for surface in (web, portal)
    for folder in sorted(iter_modules(surface.__path__), key=lambda folder: (folder.name != FIRST, folder.name))
    if folder.ispkg and any(module.name == "urls" for module in iter_modules([f"{surface.__path__[0]}/{folder.name}"]))
]
urlpatterns.append(path("", include("keepstep.api.urls")))
handler404 = "keepstep.faults.not_found"
handler403 = "keepstep.faults.forbidden"
handler500 = "keepstep.web.components.errors.broken"
handler429 = "keepstep.faults.too_many"
