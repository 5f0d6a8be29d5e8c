"""Contracts as the agency works with them: looked at, drawn up, signed with a file."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients.payer import Payer
from keepstep.domain.sales import contract_mark
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.evidence import Evidence
from tests.cast import House, join
from tests.keepstep.domain.money.bills import company
from tests.keepstep.domain.sales.contracts import THEIRS, drawn, usual
from tests.keepstep.domain.sales.deals import begun

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
    pages = [oleg.get(f"/contracts/?{query}").content.decode() for query in ("", "page=2", "state=signed", "state=x")]
    assert [page.count('<th scope="row">') for page in pages] == [50, 2, 1, 50]


def test_whose_deal_it_is_and_who_manages_the_client_see_it_and_nobody_else(house: House, client_of: ClientOf) -> None:
    nina = join("Nina", Role.ACCOUNT_MANAGER)
    known = drawn(house, begun(house, account=house.northwind, person=house.oleg))
    seen = [client_of(person).get(f"/contracts/{known.pk}/").status_code for person in (house.oleg, house.vera, nina)]
    assert seen == [200, 200, 404]
