"""Pages about money: for whoever does not see any, they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from keepstep.domain.money.invoice import Invoice
from keepstep.web.seat import StaffRequest, seated

NAMES = ("account__calendar", "entity", "payer", "corrects", "by", "issued_by")


def of_money(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @seated
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **names: Any) -> HttpResponse:
        if not request.desk.sees_money:
            raise Http404
        return view(request, *args, **names)

    return guarded


def invoice_of(request: StaffRequest, invoice_id: UUID) -> Invoice:
    """The invoice, if it is in this person's sight; else 404."""
    return get_object_or_404(request.desk.invoices().select_related(*NAMES), pk=invoice_id)
