"""Contracts as the agency works with them: looked at, drawn up, signed with a file."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.payer import Payer
from keepstep.domain.sales import contract_mark, decision
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.evidence import Evidence
from tests.cast import House, join
from tests.keepstep.domain.money.bills import company
from tests.keepstep.domain.sales.contracts import THEIRS, drawn, usual
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import ADA, line, published

ClientOf = Callable[[Person], Client]


def terms(house: House, **facts: object) -> dict[str, object]:
    known = {
        "template": usual(house, "contract", "en").pk,
        "day": "2026-03-02",
        "subject": "a shop",
        "total": "1 200,50",
    }
    return {**known, **facts}


def test_a_contract_with_somebody_new_takes_their_requisites(house: House, client_of: ClientOf) -> None:
    deal, oleg, ours = begun(house), client_of(house.oleg), company()
    where = f"/deals/{deal.pk}/contracts/new/"
    wrong = terms(house, entity=ours.pk, **{**THEIRS, "inn": "7701123450"})
    answer = oleg.post(where, wrong)
    assert (answer.status_code, "a digit is wrong" in answer.content.decode()) == (422, True)
    looked = oleg.post(where, terms(house, entity=ours.pk, act="look", **THEIRS))
    assert "Draft" in PdfReader(BytesIO(looked.content)).pages[0].extract_text()
    assert Contract.objects.count() == 0
    answer = oleg.post(where, terms(house, entity=ours.pk, act="save", **THEIRS))
    made = Contract.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{made.pk}/")
    assert (str(made.total), made.number, made.theirs["inn"]) == ("1200.50", "1/2026", "7701123451")
    assert oleg.get(f"/contracts/{made.pk}/contract.pdf").content[:5] == b"%PDF-"
    assert "1/2026" in oleg.get(f"/deals/{deal.pk}/").content.decode()


def test_of_a_client_one_of_its_companies_is_chosen_or_the_first_is_entered(house: House, client_of: ClientOf) -> None:
    deal, oleg, ours = begun(house, account=house.northwind), client_of(house.oleg), company()
    where = f"/deals/{deal.pk}/contracts/new/"
    oleg.post(where, terms(house, entity=ours.pk, **THEIRS))
    paying = Payer.objects.get(account=house.northwind)
    assert paying.name == THEIRS["name"]
    oleg.post(where, terms(house, entity=ours.pk, payer=paying.pk))
    assert [one.theirs["name"] for one in Contract.objects.all()] == [THEIRS["name"]] * 2


def test_signed_with_a_file_that_can_be_read_again(house: House, client_of: ClientOf) -> None:
    known, oleg = drawn(house, begun(house)), client_of(house.oleg)
    where = f"/contracts/{known.pk}/signing/"
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1")
    assert oleg.post(where, {"day": "2999-01-01"}).status_code == 422
    assert oleg.post(where, {"day": "2026-03-01", "file": file}).status_code == 302
    mark = known.marks.get()
    assert b"".join(oleg.get(f"/contract-marks/{mark.pk}/file/")) == b"%PDF-1"
    assert Evidence.objects.get().source == f"contract:{known.pk}"
    again = oleg.post(where, {"day": "2026-03-01"}, follow=True)
    assert "It stands otherwise by now: signed." in again.content.decode()


def test_the_list_is_paged_and_narrowed(house: House, client_of: ClientOf) -> None:
    deal = begun(house)
    for _number in range(52):
        known = drawn(house, deal, prints=lambda _contract: b"%PDF-")
    contract_mark.sign(known, day=house.day, by=house.vera, at=house.at + timedelta(minutes=1))
    oleg = client_of(house.oleg)
    first = oleg.get("/contracts/").context["next"]
    asked = ("", first, "?after=x", "?state=signed", "?state=x")
    pages = [oleg.get(f"/contracts/{query}").content.decode() for query in asked]
    assert [page.count('<th scope="row">') for page in pages] == [50, 2, 50, 1, 50]


def test_whose_deal_it_is_and_who_manages_the_client_see_it_and_nobody_else(house: House, client_of: ClientOf) -> None:
    nina = join("Nina", Role.ACCOUNT_MANAGER)
    known = drawn(house, begun(house, account=house.northwind, person=house.oleg))
    seen = [client_of(person).get(f"/contracts/{known.pk}/").status_code for person in (house.oleg, house.vera, nina)]
    assert seen == [200, 200, 404]


def test_the_sum_and_the_vat_are_those_that_were_accepted(house: House, client_of: ClientOf) -> None:
    ours, oleg = company(vat="top"), client_of(house.oleg)
    single = published(house, deal=begun(house, title="Blog"))
    decision.accept(single, who=ADA, at=house.at)
    known = oleg.get(f"/deals/{single.proposal.deal_id}/contracts/new/").context["form"]
    assert (known["rate"].value(), ("19", "19 %") in known.fields["rate"].choices) == ("19", True)
    version = published(house, line("SEO", "1000"), line("Print", "100", rate="7"), deal=begun(house))
    decision.accept(version, who=ADA, at=house.at)
    where = f"/deals/{version.proposal.deal_id}/contracts/new/"
    form = oleg.get(where).context["form"]
    assert (form["total"].value(), form["rate"].value(), form["subject"].value()) == ("1,297", "several", "New shop")
    said = terms(house, entity=ours.pk, act="save", **THEIRS)
    assert "choose one" in oleg.post(where, {**said, "rate": "several"}).content.decode()
    oleg.post(where, {**said, "total": "1297", "rate": "several"})
    made = Contract.objects.get()
    assert (str(made.total), str(made.tax), made.rate) == ("1297.00", "197.00", None)
    free = company(name="Free", vat="none")
    answer = oleg.post(where, {**said, "entity": free.pk, "rate": "20"})
    assert "Free charges no VAT." in answer.content.decode()


def test_the_scan_may_come_later_and_the_client_reads_it(
    house: House, client_of: ClientOf, portal_of: Callable[[Contact], Client]
) -> None:
    known, oleg = drawn(house, begun(house, account=house.northwind)), client_of(house.oleg)
    contact.amend(house.ines, sees_money=True)
    ines, tom = portal_of(house.ines), portal_of(house.tom)
    assert ines.get(f"/portal/contracts/{known.pk}/contract.pdf").status_code == 404
    oleg.post(f"/contracts/{known.pk}/signing/", {"day": "2026-03-02"})
    bad = oleg.post(f"/contracts/{known.pk}/scan/", {"file": SimpleUploadedFile("run.exe", b"MZ")})
    assert bad.status_code == 422
    oleg.post(f"/contracts/{known.pk}/scan/", {"file": SimpleUploadedFile("signed.pdf", b"%PDF-1.7")})
    mark = known.marks.get(turn="filed")
    page = ines.get("/portal/documents/").content.decode()
    assert ("signed.pdf" in page, f"/portal/contracts/{known.pk}/" in page) == (True, True)
    for where, first in ((f"files/{mark.pk}/", b"%PDF-1.7"), (f"{known.pk}/contract.pdf", b"%PDF-")):
        assert b"".join(ines.get(f"/portal/contracts/{where}")).startswith(first)
        assert tom.get(f"/portal/contracts/{where}").status_code == 404
