"""Templates in the settings: a fault is said at the text, the sample is drawn beside it."""

from collections.abc import Callable

from django.test import Client

from keepstep.domain.agency import template
from keepstep.domain.agency.person import Person
from tests.cast import House

ClientOf = Callable[[Person], Client]


def test_a_text_is_written_and_a_fault_loses_nothing(house: House, client_of: ClientOf) -> None:
    known, oleg = template.offered(house.agency, at=house.at).get(kind="act", language="en"), client_of(house.oleg)
    where = f"/settings/templates/{known.pk}/"
    answer = oleg.post(where, {"name": "Act", "text": "Done for {cleint.name}."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ("did you mean {client.name}?" in page, "Done for {cleint.name}." in page) == (True, True)
    assert oleg.post(where, {"name": "Act", "text": "Done for {client.name}."}).status_code == 302
    assert template.text_of(known).text == "Done for {client.name}."


def test_the_sample_is_a_picture_beside_the_text_and_a_pdf(house: House, client_of: ClientOf) -> None:
    known, oleg = template.offered(house.agency, at=house.at).get(kind="act", language="en"), client_of(house.oleg)
    where = f"/settings/templates/{known.pk}/preview/"
    said = {"name": "Act", "text": "Done."}
    drawn = oleg.post(where, said, headers={"HX-Request": "true"}).content.decode()
    assert drawn.count('src="data:image/png;base64,') == 1
    faulty = oleg.post(where, {**said, "text": "{x}"}, headers={"HX-Request": "true"}).content.decode()
    assert ("data:image" in faulty, "no field {x}" in faulty) == (False, True)
    assert oleg.post(where, said).content[:5] == b"%PDF-"
    assert template.text_of(known).text == template.usual("act", "en")


def test_a_new_one_begins_with_the_usual_text(house: House, client_of: ClientOf) -> None:
    oleg = client_of(house.oleg)
    oleg.post("/settings/templates/new/", {"kind": "contract", "language": "ru", "name": "Поддержка"})
    made = template.Template.objects.get(name="Поддержка")
    assert oleg.get(f"/settings/templates/{made.pk}/").status_code == 200
    assert template.text_of(made).text == template.usual("contract", "ru")
