"""Pages about all leads, for salespeople and own management; for everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from keepstep.web.seat import StaffRequest, seated


def selling(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @seated
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **names: Any) -> HttpResponse:
        if not request.desk.sells:
            raise Http404
        return view(request, *args, **names)

    return guarded
