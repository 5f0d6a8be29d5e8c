"""Own management telephones the client: the ladder's last rung, which stays until a call has had an outcome (§5.3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.duties.catalogue import COLUMNS, Duty, Facts
from keepstep.duties.push_stall import MOVED, reason

RULE = f"select {', '.join(COLUMNS)} from stalled where works_today and audience = 'management'"
# Where nothing is awaited of anybody there is no ball to give notice of: the call is known by its project and its day.
CALLED = """
(exists (select 1 from notice n join ball b on b.id = n.ball_id
        where b.project_id = i.project_id and n.rung >= i.rung and n.day >= i.since
          and n.how = 'call' and n.outcome <> '')
or i.facts->>'ball' is null
   and exists (select 1 from touchpoint t
               where t.project_id = i.project_id and t.direction = 'out' and t.form = 'call' and t.summary <> ''
                 and t.day >= (i.facts->>'fired')::date))
"""


def act(facts: Facts) -> str:
    return _("Telephone the client")


DUTY = Duty(
    code="call_client",
    title=gettext_lazy("Telephone the client"),
    why=gettext_lazy("Letters get lost. A call by own management says that the project matters, and asks what helps."),
    cadence=gettext_lazy("on the last rung of the ladder, and again every five working days"),
    owner=gettext_lazy("head"),
    measure=gettext_lazy("share of calls made on the day they were due, with an outcome"),
    rule=RULE,
    evidence=f"{CALLED} or {MOVED}",
    reason=reason,
    act=act,
    announces="true",
    is_urgent="true",
    weight=85,
)
