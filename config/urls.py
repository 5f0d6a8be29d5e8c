"""All addresses: a line for each folder of `web/`, and the way in for other systems."""

from pkgutil import iter_modules

from django.urls import include, path

from keepstep import web

urlpatterns = [
    path("", include(f"keepstep.web.{folder.name}.urls"))
    for folder in iter_modules(web.__path__)
    if folder.ispkg and any(module.name == "urls" for module in iter_modules([f"{web.__path__[0]}/{folder.name}"]))
]
handler404 = "keepstep.web.components.errors.not_found"
handler403 = "keepstep.web.components.errors.forbidden"
handler500 = "keepstep.web.components.errors.broken"
handler429 = "keepstep.web.components.errors.too_many"
