"""What a rung would say: filled in for a case of these days, in both languages, as a push is drafted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.audience import Way, is_internal
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.round import case, push
from keepstep.round.case import Case
from keepstep.round.push import Facts
from keepstep.web.projects.asking import facts_of
from keepstep.web.projects.views import project_of
from keepstep.web.seat import StaffRequest

MOST = 50


@dataclass(frozen=True)
class Version:
    language: str
    name: str
    said: Wording
    is_theirs: bool


@dataclass(frozen=True)
class Choice:
    key: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Sample:
    """`is_case`: the project stalls at this moment; `is_example`: nothing is in the air, so it is made up.
    `is_inside`: on this rung one of us is told."""

    choices: list[Choice]
    about: str
    is_case: bool
    is_example: bool
    is_inside: bool
    to: str
    way: str
    versions: list[Version]


@dataclass(frozen=True)
class _Subject:
    facts: Facts
    contacts: list[Contact]
    case: Case | None = None
    is_example: bool = False


def sample(request: StaffRequest, rung: Rung, *, project: str, at: datetime) -> Sample:
    """`project` is the key of the case that was chosen; else the one under the greatest pressure that is not ours."""
    stalls = case.cases(request.desk, at=at, most=MOST)
    chosen = next((one for one in stalls if str(one.project) == project), None)
    chosen = chosen or next((one for one in stalls if one.side != Side.US), None) or next(iter(stalls), None)
    subject = _of_case(request, chosen) if chosen else _of_ball(request) or _example(request, at=at)
    facts, held = subject.facts, subject.facts.ball
    to = push.whom(held, subject.contacts, audience=rung.audience)
    language = to.language if to else facts.project.account.language
    return Sample(
        choices=[Choice(str(one.project), f"{one.client} · {one.name}", one is chosen) for one in stalls],
        about=f"{facts.project.account.name} · {facts.project.name}",
        is_case=subject.case is not None,
        is_example=subject.is_example,
        is_inside=is_internal(rung.audience, is_ours=held is None or held.side == Side.US),
        to=str(to or ""),
        way=str(Way(push.how(rung, to).value).label),
        versions=[
            Version(code, str(name), push.words(facts, rung=rung, contact=to, language=code), code == language)
            for code, name in Language.choices
        ],
    )


def _of_case(request: StaffRequest, chosen: Case) -> _Subject:
    found = project_of(request, chosen.project)
    balls = request.desk.balls().with_hands()
    held = balls.filter(pk=chosen.ball).first() if chosen.ball else None
    return _Subject(facts_of(request, found, held, chosen), _contacts(request, found), chosen)


def _of_ball(request: StaffRequest) -> _Subject | None:
    """Where nothing stalls: the ball that has been in the air for longest, rather one of a client's."""
    flying = request.desk.balls().in_the_air().with_hands()
    held = flying.with_client().order_by("since").first() or flying.order_by("since").first()
    if held is None:
        return None
    found = project_of(request, held.project_id)
    return _Subject(facts_of(request, found, held, None), _contacts(request, found))


def _contacts(request: StaffRequest, found: Project) -> list[Contact]:
    return list(request.desk.contacts().present().filter(account=found.account_id))


def _example(request: StaffRequest, *, at: datetime) -> _Subject:
    """Nothing is in the air: people and things that do not exist, and are kept nowhere."""
    made = Project(account=Account(name=_("Example Bakery"), language=request.agency.language), name=_("New site"))
    reader = Contact(name=_("Anna Example"), language=request.agency.language, email="anna@example.com")
    time = request.desk.working_time
    facts = Facts(
        project=made,
        ball=Ball(project=made, side=Side.CLIENT, awaited=_("photos of the cakes"), since=at - timedelta(days=6)),
        days=3,
        sender=request.person,
        milestone=Milestone(project=made, title=_("Launch"), due=time.local_day(at) + timedelta(days=12)),
        time=time,
    )
    return _Subject(facts, [reader], is_example=True)
