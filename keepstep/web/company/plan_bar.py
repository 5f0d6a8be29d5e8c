"""The month's plan as a bar: what has been paid, what is in sight besides, and where the plan lies."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepstep.outlet.company import said
from keepstep.outlet.company.figures import Figures


class Part(NamedTuple):
    tone: str
    words: str
    figure: str


class Bar(NamedTuple):
    """`picture` says nothing that `title` and `parts` do not say."""

    title: str
    picture: SafeString
    parts: list[Part]
    href: str


def bar(found: Figures) -> Bar | None:
    """None where the month has neither a plan nor anything in sight."""
    plan = found.plan
    if plan is None or not (plan.plan or plan.projection):
        return None
    ahead, whole = plan.projection - plan.fact, max(plan.plan, plan.projection)
    parts = [
        Part("paid", _("has become fact"), said.money(plan.fact, found.currency)),
        Part("ahead", _("in sight besides"), said.money(ahead, found.currency)),
    ]
    if plan.gap:
        parts.append(Part("gap", _("not in sight yet"), said.money(plan.gap, found.currency)))
    return Bar(_title(found), _picture(plan.fact, ahead, plan.plan, whole), parts, reverse("plan"))


def _title(found: Figures) -> str:
    plan = found.plan
    if plan is None or not plan.plan:
        return _("Nothing is planned for this month yet")
    facts = {"share": said.share(float(plan.projection / plan.plan)), "plan": said.money(plan.plan, found.currency)}
    return _("%(share)s of this month’s plan of %(plan)s is in sight") % facts


def _picture(fact: Decimal, ahead: Decimal, plan: Decimal, whole: Decimal) -> SafeString:
    line = format_html('<rect class="line" x="{}%" width="2" height="100%"/>', _percent(plan, whole))
    return format_html(
        '<svg class="plan-bar" aria-hidden="true" focusable="false"><rect class="paid" width="{0}%" height="100%"/>'
        '<rect class="ahead" x="{0}%" width="{1}%" height="100%"/>{2}</svg>',
        _percent(fact, whole),
        _percent(ahead, whole),
        line if 0 < plan < whole else "",
    )


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{max(100 * part / whole, Decimal(0)):.2f}"
