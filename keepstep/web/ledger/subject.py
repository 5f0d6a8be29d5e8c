"""What an opened figure is about, by name: a project, a client, a manager, or everything in sight."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.delivery.ledger_scope import NOBODY
from keepstep.web.ledger.asked import Asked


def name(wanted: Asked, desk: Desk) -> str:
    """Raises Http404 for what is not in sight."""
    key = wanted.about or wanted.manager
    if key is None:
        return desk.agency.name if desk.sees_all else _("everything you look after")
    kind = wanted.by if wanted.about else "manager"
    if kind == "manager" and key == NOBODY:
        return _("without an account manager")
    rows: dict[str, QuerySet[Any]] = {
        "project": desk.projects(),
        "account": desk.accounts(),
        "manager": desk.people(),
    }
    found = rows[kind].filter(pk=key).first()
    if found is None:
        raise Http404
    return str(found.name)
