"""The ledger in figures: whose the days were, what of the delay is ours, how quickly each side answered (§5.3)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepstep.domain.agency.person import Role
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger_figures import Figures, figures
from keepstep.outlet.percent import percent
from keepstep.web import act, words
from keepstep.web.ledger import listing, period, subject
from keepstep.web.ledger.asked import BY_WORDS, BYS, Asked, asked
from keepstep.web.ledger.bar import bar
from keepstep.web.rows import lines, options
from keepstep.web.seat import StaffRequest, seated

PAGE = 80
MANAGERS = 200


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = asked(request.GET)
    context = {
        "asked": wanted,
        "bys": BY_WORDS,
        "periods": period.NAMES,
        "managers": options(_managers(request), chosen=wanted.manager_key),
        "dates": wanted.dates if wanted.period_name == period.OWN else None,
        **(_figures(request, wanted) if wanted.is_valid else {}),
    }
    page = f"web/ledger/index.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, page, context, status=200 if wanted.is_valid else 422)


def _figures(request: StaffRequest, wanted: Asked) -> dict[str, object]:
    at, desk = timezone.now(), request.desk
    days = wanted.period(desk.working_time.local_day(at))
    known = wanted.portfolio(desk)
    found = figures(known, by=BYS[wanted.by], at=at, period=days, limit=PAGE, offset=wanted.place)
    following = wanted.place + PAGE
    return {
        "period": words.period(days.first, days.last),
        "about": subject.name(wanted, desk),
        "total": _total(found.total, wanted),
        "count": found.count,
        "rows": lines("web/ledger/row.html", listing.rows(found.rows, wanted, desk=desk, period=days)),
        "next": wanted.address(place=following) if found.count > following else "",
        "first": wanted.address() if wanted.place else "",
    }


def _total(total: Figures, wanted: Asked) -> dict[str, object]:
    """All rows together, those of other pages too."""
    exposure = total.exposure
    if not exposure.days:
        return {}
    return {
        "exposure": percent(exposure.exposed, exposure.days),
        "days": f"{listing.projects(total.projects)} · {words.working_days(exposure.days)}",
        "sum": f"({exposure.ours} + {exposure.concurrent} + {exposure.theirs_uncovered}) ÷ {exposure.days}",
        "bar": bar(exposure),
        "parts": listing.parts(exposure, lambda figure: wanted.address("ledger_days", figure=figure)),
        "href": wanted.address("ledger_days", figure="exposure"),
        "ours": listing.reaction(total.reactions.get(Side.US), wanted.address("ledger_answers", side=Side.US.value)),
        "theirs": listing.reaction(
            total.reactions.get(Side.CLIENT), wanted.address("ledger_answers", side=Side.CLIENT.value)
        ),
    }


def _managers(request: StaffRequest) -> list[tuple[str, str]]:
    """Whom the figures can be narrowed to; somebody who sees only their own has nothing to choose."""
    if len(request.desk.accounts_in_parts()) == 2:
        return []
    people = request.desk.people().present().with_role(Role.ACCOUNT_MANAGER, Role.HEAD, Role.OWNER)
    return [(str(key), name) for key, name in people.values_list("id", "name")[:MANAGERS]]
