"""Leads of the demo: some of every fate over the last weeks, and a few of this morning that still wait."""

from datetime import datetime, timedelta

from keepstep.demo import letters, own_fields
from keepstep.demo.agency import Demo
from keepstep.demo.content import Content, Letter
from keepstep.demo.deals.letters import UNDERWAY, leave
from keepstep.demo.leads import advertising, elsewhere, en, ru
from keepstep.demo.leads.inquiry import Fate, Inquiry
from keepstep.domain.agency import own_list
from keepstep.domain.agency.wording import Wording
from keepstep.domain.sales import lead, qualification, sales_letter, sorting, talk, web_form
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.own_field import Values
from keepstep.domain.sales.qualification import Answer
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.sales.source import Source, Way
from keepstep.domain.sales.touch import Touch
from keepstep.domain.sales.web_form import Field
from keepstep.formulas.working_time import WorkingTime

FORMS = {"en": en.FORM | {"consent": en.CONSENT}, "ru": ru.FORM | {"consent": ru.CONSENT}}
INQUIRIES: dict[str, tuple[Inquiry, ...]] = {"en": en.INQUIRIES, "ru": ru.INQUIRIES}
SEARCHES: dict[str, Touch] = {"en": en.SEARCH, "ru": ru.SEARCH}
SOON, LATER = timedelta(minutes=9), timedelta(hours=3)


def come(demo: Demo, content: Content, *, time: WorkingTime) -> None:
    """All of them, each at its hour before the demo's moment, and the form by which some came."""
    _open_form(demo)
    own_fields.add(demo)
    for number, inquiry in enumerate(INQUIRIES[demo.agency.language]):
        at = time.subtract(demo.at, timedelta(hours=inquiry.hours_ago))
        made = _come(inquiry, demo, at=at, own=own_fields.of_lead(number, demo))
        answered = min(time.add(at, SOON), demo.at)
        _live(made, inquiry, demo, answered=answered)
        if inquiry.answer:
            ours = _write(made, inquiry.answer, demo, at=answered)
            theirs = Letter(inquiry.name, inquiry.email, "", inquiry.reply)
            letters.come(demo.agency, content, theirs, at=time.add(answered, LATER), answers=ours)
    elsewhere.load(demo)
    advertising.spend_on(demo, campaign=SEARCHES[demo.agency.language]["utm_campaign"])


def _open_form(demo: Demo) -> None:
    site = own_list.offered(Source, demo.agency).order_by("id")[0]
    own_list.amend(site, way=Way.ROUND)
    asks = [Field.NAME, Field.PHONE, Field.EMAIL, Field.COMPANY, Field.MESSAGE]
    web_form.add(
        source=site, language=demo.agency.language, asks=asks, requires=[Field.NAME], by=demo.owner, at=demo.at,
        **FORMS[demo.agency.language],
    )  # fmt: skip


def _come(inquiry: Inquiry, demo: Demo, *, at: datetime, own: Values) -> Lead:
    by_form = inquiry.source == 0
    return lead.arrive(
        source=own_list.offered(Source, demo.agency).order_by("id")[inquiry.source],
        channel=Channel.FORM if by_form else Channel.HAND,
        at=at,
        by=None if by_form else demo.seller,
        name=inquiry.name,
        company=inquiry.company,
        emails=[inquiry.email] if inquiry.email else [],
        phones=[inquiry.phone] if inquiry.phone else [],
        message=inquiry.message,
        consent=inquiry.consent if by_form else "",
        first_touch=inquiry.first_touch,
        last_touch=inquiry.last_touch,
        own=own,
    )


def _live(made: Lead, inquiry: Inquiry, demo: Demo, *, answered: datetime) -> None:
    if inquiry.fate == Fate.WAITS:
        return
    if inquiry.fate == Fate.REJECTED:
        reason = own_list.offered(RejectReason, demo.agency)[inquiry.reason]
        sorting.reject(made, reason=reason, by=demo.seller, at=answered)
        return
    sorting.take(made, by=demo.seller, at=answered)
    for criterion in own_list.offered(Criterion, demo.agency).order_by("id")[: inquiry.met]:
        qualification.assess(made, criterion=criterion, answer=Answer.YES, by=demo.seller, at=answered)
    if inquiry.said:
        talk.log(made, form="call", whose="out", summary=inquiry.said, by=demo.seller, at=answered)


def _write(made: Lead, said: Wording, demo: Demo, *, at: datetime) -> SalesLetter:
    """Whoever sells answers by a letter, which leaves at once."""
    sent = sales_letter.send(
        made, address=made.emails[0], name=made.name, contact=None, subject=said.subject, body=said.body,
        language=demo.agency.language, by=demo.seller, at=at, wait=timedelta(0),
    )  # fmt: skip
    leave(sent, at=at + UNDERWAY)
    return sent
