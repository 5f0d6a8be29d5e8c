"""Settings that own management alone may see and change; for everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from keepstep.web.seat import StaffRequest, seated


def managed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @seated
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **names: Any) -> HttpResponse:
        if not request.person.manages_the_agency:
            raise Http404
        return view(request, *args, **names)

    return guarded
