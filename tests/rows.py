"""One row of each table, for the tests that must miss none."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from keepstep.domain.agency import (
    absence,
    api_token,
    brand,
    digest,
    health_weights,
    legal_entity,
    mail_hook,
    monday_sheet,
    notification,
    own_list,
    part,
    preference,
    saved_filter,
    service,
    telegram_bot,
    telegram_chat,
    template,
    vat_rate,
)
from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.agency.telegram_chat import PersonChat
from keepstep.domain.agency.telegram_note import TelegramNote
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients import (
    contact_chat,
    device,
    dossier,
    dossier_field,
    goal,
    handing,
    measuring,
    metric,
    payer,
)
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.delivery import (
    amendment,
    ball,
    correction,
    delay_report,
    due_move,
    holder,
    milestone,
    notice,
    pause,
    shown_project,
    taking,
    task,
)
from keepstep.domain.delivery.ball import Side
from keepstep.domain.money import (
    act_line,
    act_making,
    act_mark,
    allocation,
    bank_file,
    cancellation,
    development_talk,
    drafting,
    growth_answer,
    growth_review,
    growth_target,
    issuing,
    payment,
    payment_promise,
    plan_close,
    plan_line,
    retainer,
    retainer_draft,
)
from keepstep.domain.money.bank_file import Movement
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.next_offer import NextOffer
from keepstep.domain.money.plan_line import Planned
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import (
    api_deal,
    api_lead,
    assignment,
    brief,
    brief_answer,
    contract,
    contract_mark,
    deal,
    deal_import,
    deal_invoice,
    deal_loading,
    deal_task,
    deal_word,
    decision,
    evidence,
    file_import,
    gate,
    handover,
    handover_line,
    handover_person,
    lead,
    lead_door,
    lead_loading,
    merge,
    pipeline,
    promise,
    proposal_link,
    proposal_question,
    proposing,
    qualification,
    questionnaire,
    sales_goal,
    sales_letter,
    spend_file,
    stranger,
    web_form,
)
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.decision import Who
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.lead_loading import Arrival
from keepstep.domain.sales.letter_part import LetterPart
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Entry
from keepstep.domain.talk import (
    answer,
    attachment,
    cadence,
    document,
    enclosure,
    engagement,
    hand_in,
    mark,
    message,
    safety_net,
    snippet,
    telegram_event,
    telegram_part,
    touchpoint,
    unsent,
    update,
)
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.domain.talk.sending import Sending
from keepstep.formulas import in_step
from keepstep.intake import connection
from keepstep.intake.event import Event
from keepstep.intake.mail import reading, receipt
from keepstep.postgres.tenancy import tenant_models
from keepstep.round import health_history
from keepstep.round.run import run
from tests.cast import House


def one_of_each(house: House) -> dict[type[Model], UUID]:
    """The key of one row of every table of the house's agency."""
    CalendarException.objects.create(calendar=default_calendar(), day=house.day + timedelta(days=9), note="Team day")
    awaited = ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=house.vera, at=house.at
    )
    amendment.amend(
        house.project, name=house.project.name, producer=house.pavel, is_retainer=True, by=house.vera, at=house.at
    )
    due_move.move(awaited, to=house.day + timedelta(days=5), by=house.vera, at=house.at, reason="the baker is ill")
    stood = [(awaited, house.at, house.vera)]
    correction.keep(stood, what="passed", why="earlier", at=house.at)
    holder.share(awaited, required=[house.tom])
    notice.give(awaited, how="call", by=house.vera, at=house.at)
    promised = milestone.promise(house.project, title="Launch", due=house.day + timedelta(days=20))
    milestone.move(promised, to=house.day + timedelta(days=25), by=house.vera, at=house.at, reason="photos are late")
    easter = house.at + timedelta(days=33)
    pause.agree(
        house.northwind, since=easter, until=easter + timedelta(days=1), agreed_with="Ines", by=None, at=house.at
    )
    taking.take(house.project, since=house.day, person=house.vera, at=house.at)
    delay_report.comment(house.project, words="We asked in time.", by=house.vera, at=house.at)
    delay_report.make_link(house.project, by=house.vera, at=house.at)
    preference.choose(house.oleg, {"push_stall": preference.Choice(in_app=False, mail="once")})
    notification.tell(house.oleg, kind="call_me", key="1", facts={}, address="/", at=house.at)
    digest.gather(day=house.day, opens=house.at, at=house.at)
    for manager in (house.pavel, house.vera):
        handing.hand(house.northwind, manager=manager, by=house.oleg, at=house.at)
    task.plan(house.project, title="Header", at=house.at)
    run(day=house.day, at=house.at)
    before = house.at - timedelta(minutes=1)
    touchpoint.record(house.northwind, direction="out", form="call", by=house.vera, at=before)
    layout = enclosure.add(house.northwind, name="a.pdf", content=b"%PDF-", beside=[], by=house.vera, at=house.at)
    update.send(
        house.northwind, day=house.day, subject="Monday", body="Done", by=house.vera, at=house.at, enclosed=[layout]
    )
    _telegram(house)
    message.send(house.ines, kind="push", subject="Photos", body="Dear Ines", ball=awaited, by=house.vera, at=house.at)
    cadence.agree(days=[0, 2, 4], by=house.oleg, at=house.at)
    safety_net.stretch(is_on=True, hour=time(17), by=house.oleg, at=house.at)
    words = {"en": Wording("Tuesday", "Menu")}
    tomorrow = house.day + timedelta(days=1)
    unsent.keep(house.northwind, day=tomorrow, texts=words, facts={}, by=house.vera, at=house.at)
    rate = vat_rate.add(percent=Decimal(20))
    service.offer(name="SEO", unit="month", price=Decimal(1000), currency="EUR", rate=rate)
    own_list.offered(ChurnReason, house.agency)
    _money(house)
    snippet.write(name="Holidays", body="We are here again on Monday.", person=None, at=house.at)
    wrote = touchpoint.record(house.northwind, direction="in", form="email", at=house.at)
    attachment.attach(wrote, [("a.pdf", b"%PDF-")])
    mail_hook.open_one(by=house.oleg, at=house.at)
    reading.begin("updates@mail.test/INBOX", at=house.at)
    receipt.receive(house.agency.pk, b"From: stranger@nowhere.test\n\nHello", mailbox="test", at=house.at)
    Incoming.objects.update(fate=Fate.WORD, account=house.northwind, touchpoint=wrote, sorted_by=house.vera)
    told = update.Update.objects.get()
    mark.give(told, contact=house.ines, points=5, at=house.at)
    answer.give(house.ines, words="Thank you", update=told, at=house.at)
    engagement.visit(house.ines, at=house.at)
    device.let_in(house.ines, address=house.ines.email, name="Firefox, Linux", at=house.at)
    shown_project.show(house.ines, [house.project], by=house.vera, at=house.at)
    document.share(house.northwind, name="contract.pdf", content=b"%PDF-", by=house.vera, at=house.at)
    brand.dress(colour="#7a1f5b", by=house.oleg, at=house.at)
    texts = ball.throw(house.project, side=Side.CLIENT, awaited="texts", by=house.vera, at=house.at)
    hand_in.give(texts, contact=house.ines, way="given", words="Here they are", at=house.at)
    source = connection.connect(house.project, system="gitlab", by=house.vera, at=house.at)
    Event.objects.create(connection=source, name="push", delivery="1", digest="d", payload={}, received_at=house.at)
    _sales(house)
    _business(house)
    return {model: model._default_manager.values_list("pk", flat=True)[0] for model in tenant_models()}


def _money(house: House) -> None:
    """Two invoices, one of them paid and one cancelled."""
    template.offered(house.agency, at=house.at)
    ours = legal_entity.enter(
        form="abroad", name="Lighthouse GmbH", currency="EUR", number="DE89370400440532013000", bic="COBADEFF"
    )
    theirs = payer.enter(house.northwind, form="abroad", name="Northwind Bakery Ltd")
    line = Wanted("SEO", "month", Decimal(1), Decimal(1000))
    gone, kept = (
        drafting.draft(house.northwind, entity=ours, payer=theirs, lines=[line], by=house.vera, at=house.at)
        for _time in range(2)
    )
    for one in (kept, gone):
        issuing.issue(one, by=house.vera, at=house.at)
    usual = template.offered(house.agency, at=house.at).get(kind="act", language="en")
    done = act_making.make(
        kept, act_line.left_of(kept), template=usual, day=house.day, by=house.vera, at=house.at,
        prints=lambda _act: b"%PDF-",
    )  # fmt: skip
    scan = document.kept("act.pdf", b"%PDF-", agency_id=house.agency.pk)
    act_mark.mark(done, act_mark.Turn.SENT, day=house.day, by=house.vera, at=house.at, file=scan)
    allocation.receive([kept], amount=Decimal(100), paid_on=house.day, by=house.vera, at=house.at)
    cancellation.cancel(gone, reason="twice", by=house.vera, at=house.at)
    payment_promise.note(kept, day=house.day + timedelta(days=3), by=house.vera, at=house.at)
    moved = Movement(line=1, ours=ours.number, amount=Decimal(7), currency="EUR", day=house.day, document="1")
    bank_file.take_in(b"1", [moved], agency=house.agency, name="a.xml", by=house.oleg, at=house.at)
    _plan(house, kept)


def _offer(house: House, seo: Service) -> None:
    """Content is offered to Northwind, since five of six who buy SEO buy it."""
    facts = {"joint": 5, "buyers": 6, "with_it": 6, "accounts": 9, "lift": 1.25}
    content = service.offer(name="Content", unit="month", price=Decimal(300), currency="EUR")
    NextOffer.objects.create(account=house.northwind, service=content, known=seo, since=house.day, **facts)


def _plan(house: House, paid: Invoice) -> None:
    """A retainer with its draft, last month's plan closed, a target and a talk."""
    seo, month = Service.objects.get(), house.day.replace(day=1)
    _offer(house, seo)
    before = (month - timedelta(days=1)).replace(day=1)
    retainer.agree(
        house.northwind, service=seo, entity=paid.entity, price=Decimal(1000), since=month, by=house.vera, at=house.at
    )
    retainer_draft.draft_due(agency=house.agency, at=house.at)
    line = [Planned(house.northwind, seo, Decimal(1000))]
    plan_line.plan(line, month=before, by=house.vera, at=house.at, why="late")
    plan_close.close(before, agency=house.agency, by=house.oleg, at=house.at, day=house.day)
    growth_target.aim(house.northwind, percent=Decimal(3), by=house.oleg, at=house.at)
    development_talk.record(
        house.northwind, held_on=house.day, outcome="agreed", words="Content too", by=house.vera, at=house.at
    )


def _business(house: House) -> None:
    """A number of the client's business with a goal that is reached, and its health; who wants the company's sheet."""
    monday_sheet.want(house.oleg, at=house.at)
    asked = dossier_field.offered(house.agency).order_by("pk")[0]
    dossier.write(house.northwind, asked, words="Cakes", by=house.vera, at=house.at)
    orders = metric.keep(house.northwind, name="Orders", by=house.vera, at=house.at)
    goal.set_goal(orders, target=Decimal(500), due=house.day, by=house.vera, at=house.at)
    measuring.read(orders, day=house.day, value=Decimal(510), by=house.vera, at=house.at)
    metric.take_as_size(orders, by=house.vera, at=house.at)
    months = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(26)]
    numbers = [measuring.Entry(orders, month, Decimal(10 + 3 * place)) for place, month in enumerate(months)]
    measuring.enter(numbers, by=house.vera, at=house.at, way="file")
    ours = legal_entity.LegalEntity.objects.all()[0]
    for month in months:
        payment.record(
            house.northwind, entity=ours, amount=Decimal(9), paid_on=month, by=house.oleg, at=house.at
        )  # fmt: skip
    outgrown = in_step.gap(1, 1, 1, 2)
    growth_answer.answer(house.northwind, gap=outgrown, answer="watch", words="", by=house.oleg, at=house.at)
    growth_review.record(
        house.northwind, quarter=date(2025, 10, 1), said="Good", plan="More", by=house.vera, at=house.at
    )  # fmt: skip
    health_weights.weigh(health_weights.USUAL, by=house.oleg, at=house.at)
    health_history.keep(day=house.day, at=house.at)


def _telegram(house: House) -> None:
    """A bot, a chat of a contact and one of ours, and what the bot was told."""
    known = {"id": 700, "username": "lighthouse_bot", "first_name": "Lighthouse"}
    bot = telegram_bot.enter(known, token="700:secret", by=house.oleg, at=house.at)
    contact_chat.ask(house.ines, at=house.at)
    telegram_chat.ask(PersonChat, person=house.oleg, at=house.at)
    TelegramNote.objects.create(
        notification=notification.Notification.objects.all()[0], queued_at=house.at, next_try_at=house.at
    )
    telegram_event.receive(bot, number=1, chat=1, message=1, at=house.at)
    telegram_part.plan(Sending.objects.all()[0], chat=1, count=1)


def _sales(house: House) -> None:
    """Two leads, one of them merged into the other."""
    own_list.offered(RejectReason, house.agency)
    known = own_list.offered(Criterion, house.agency)[0]
    absence.enter(house.vera, since=house.day, until=house.day, by=house.vera, at=house.at)
    site = own_list.offered(Source, house.agency)[0]
    kept, gone = (
        lead.arrive(source=site, channel="hand", name=name, emails=["ada@bakery.test"], by=house.oleg, at=house.at)
        for name in ("Ada", "Ada Lovelace")
    )
    one = Entry(site, "search", house.day, house.day, Decimal(100))
    spend_file.load([one], name="spend.csv", digest="d", agency=house.agency, by=house.oleg, at=house.at)
    file = file_import.receive(
        LeadImport, b"Name;Email", name="leads.csv", system="", headings=["Name"], fields=["name"], total=1,
        agency=house.agency, by=house.oleg, at=house.at,
    )  # fmt: skip
    file_import.start(file, at=house.at, source=site)
    came = lead.Lead(name="Cleo", emails=["cleo@bakery.test"], source=site, came_at=house.at)
    lead_loading.load(LeadImport.objects.get(), [Arrival(2, ["Cleo"], came)], at=house.at)
    _deals_of_a_file(house)
    token = api_token.make(name="Shop", by=house.oleg, at=house.at).token
    api_lead.tell(token, key="17", source=site, at=house.at, name="Dora", emails=["dora@bakery.test"])
    lead_door.open_to("telegram", site, by=house.oleg, at=house.at)
    stranger.chat(99, agency=house.agency, name="Eve", words="A site?", source=site, at=house.at)
    own_list.add(LeadField, name="Budget", kind="number")
    qualification.assess(kept, criterion=known, answer="yes", by=house.oleg, at=house.at)
    assignment.give(kept, person=house.oleg, by=house.oleg, at=house.at)
    merge.merge(gone, into=kept, by=house.oleg, at=house.at)
    form = web_form.add(
        name="Site", source=site, language="en", asks=["email"], title="Ask us", by=house.oleg, at=house.at
    )
    web_form.submit(form, token="1", at=house.at, first_touch={}, last_touch={}, emails=["bea@bakery.test"])
    _deals(house)


def _deals_of_a_file(house: House) -> None:
    along = pipeline.offered(house.agency)[0]
    file = file_import.receive(
        DealImport, b"Deal;Company", name="deals.csv", system="", headings=["Deal"], fields=["title"], total=1,
        agency=house.agency, by=house.oleg, at=house.at,
    )  # fmt: skip
    deal_import.start(file, pipeline=along, person=house.oleg, by=house.oleg, at=house.at)
    told = Deal(
        title="From elsewhere", company="Sail", person=house.oleg, currency="EUR", since=house.at, opened_at=house.at
    )
    arrival = deal_loading.Arrival(2, ["From elsewhere"], "own:1", told, along.pk)
    deal_loading.load(DealImport.objects.get(), [arrival], at=house.at)


def _deals(house: House) -> None:
    """A deal that came through one gate with evidence and through the next with a head's word."""
    along = pipeline.offered(house.agency)[0]
    own_list.offered(LossReason, house.agency)
    own_list.add(DealField, name="How they found us", kind="choice", choices=["A friend", "Search"])
    saved_filter.save(
        house.oleg, page="deal_list", name="Mine", query="state=open", is_shared=True, at=house.at
    )  # fmt: skip
    made = deal.begin(along, title="New shop", person=house.oleg, by=house.oleg, at=house.at, currency="EUR")
    deal_invoice.put(Invoice.objects.standing().all()[0], made, by=house.oleg, at=house.at)
    asked = brief.put(made, questionnaire.offered(house.agency)[0], by=house.oleg, at=house.at)
    brief_answer.answer(asked, {asked.questions[0]["key"]: "Cakes"}, by=house.oleg, at=house.at)
    _contract(house, made)
    deal_task.plan(made, title="Call", due=house.day, by=house.oleg, at=house.at)
    facts = {"title": "A site", "company": "Bakery", "person": house.oleg, "currency": "EUR"}
    api_deal.begin(
        api_token.ApiToken.objects.all()[0], along, key="17", task="Call", due=house.day, at=house.at, **facts
    )
    _proposal(house, made)
    evidence.record(made, Gate.CLARIFIED, by=house.oleg, at=house.at, file=("brief.pdf", b"%PDF-"))
    agreed = Stage.objects.get(pipeline=along, gate=Gate.AGREED)
    gate.pass_to(made, agreed, by=house.oleg, at=house.at, reason="They wait for us.")
    _handover(house, made)
    thrown = proposing.begin(made, lines=[], by=house.oleg, at=house.at, **SITE, valid_until=house.day)
    proposing.throw_away(thrown, by=house.oleg, at=house.at)
    # It turns out whose it is, so that the client sees its papers.
    Deal.objects.filter(pk=made.pk).update(account=house.northwind)
    Contract.objects.update(account=house.northwind)


SITE: dict[str, Any] = {
    "title": "SEO for a year", "language": "en", "currency": "EUR", "vat": "none", "off": Decimal(0),
    "off_amount": Decimal(0), "before": "", "after": "",
}  # fmt: skip


def _proposal(house: House, of: Deal) -> None:
    """Published, opened, asked about and declined."""
    line = Wanted("SEO", "month", Decimal(1), Decimal(1000))
    draft = proposing.begin(
        of, lines=[line], valid_until=house.day + timedelta(days=30), by=house.oleg, at=house.at, **SITE
    )
    version = proposing.publish(draft, draw=lambda _one: b"%PDF-", by=house.oleg, at=house.at)
    proposal_link.make(version.proposal, by=house.oleg, at=house.at)
    proposal_link.see(version, link=version.proposal.links.get(), at=house.at)
    proposal_question.ask(version, name="Ada", words="From when?", at=house.at)
    letter = sales_letter.send(
        of, address="ada@bakery.test", name="Ada", contact=None, subject="Our proposal", body="Here it is.",
        language="en", by=house.oleg, at=house.at, proposal=version.proposal,
    )  # fmt: skip
    part.plan(LetterPart, chat=1, count=1, letter=letter)
    deal_word.hear(of, Incoming.objects.all()[0], answers=letter, words="Thank you", at=house.at)
    decision.decline(version, reason="Later", who=Who("Ada"), at=house.at)


def _handover(house: House, made: Deal) -> None:
    """What was promised, to whom, and what of it is planned."""
    begun = handover.begin(made, by=house.oleg, at=house.at)
    promise.write(begun, words="The shop opens before Easter", due=house.day, by=house.oleg, at=house.at)
    handover_person.enter(begun, name="Bea", email="bea@bakery.test", at=house.at)
    handover_line.plan(begun, service=Service.objects.all()[0], amount=Decimal(500), at=house.at)


def _contract(house: House, made: Deal) -> None:
    """One that is signed, with its file."""
    drawn = contract.draw_up(
        made, entity=LegalEntity.objects.all()[0], template=template.offered(house.agency, at=house.at)[0],
        theirs={"name": "Northwind Bakery Ltd"}, day=house.day, subject="a shop", by=house.oleg, at=house.at,
        prints=lambda _contract: b"%PDF-",
    )  # fmt: skip
    contract_mark.sign(drawn, day=house.day, file=("signed.pdf", b"%PDF-"), by=house.oleg, at=house.at)
    sales_goal.agree(
        house.oleg, month=house.day.replace(day=1), count=3, amount=None, currency="EUR", by=house.oleg, at=house.at
    )  # fmt: skip
