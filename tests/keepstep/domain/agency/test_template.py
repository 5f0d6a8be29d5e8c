"""Templates: texts of one's own, of which none is ever changed."""

from datetime import timedelta

import pytest

from keepstep.domain.agency import template
from keepstep.domain.agency.own_list import NameTaken
from keepstep.domain.agency.template import FaultyText, Kind, Template, TemplateText
from keepstep.domain.agency.template_field import FIELDS
from keepstep.formulas import fields
from tests.cast import House


def contract(house: House) -> Template:
    return template.offered(house.agency, at=house.at).get(kind="contract", language="en")


def test_an_agency_begins_with_the_usual_texts_in_both_languages(house: House) -> None:
    template.offered(house.agency, at=house.at)
    found = template.offered(house.agency, at=house.at)
    assert sorted(found.values_list("language", "kind", "name")) == [
        ("en", "act", "Act of acceptance"), ("en", "addendum", "Addendum"), ("en", "contract", "Contract"),
        ("ru", "act", "Акт"), ("ru", "addendum", "Дополнительное соглашение"), ("ru", "contract", "Договор"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_usual_texts_pass_their_own_check(kind: str, language: str) -> None:
    text = template.usual(kind, language)
    template.check(text, kind=kind)
    assert {"our.name", "client.name", f"{kind}.number", f"{kind}.day", "total.words"} <= set(fields.named(text))


def test_both_languages_say_the_same_clauses() -> None:
    clauses = [
        [line.split(" ")[0] for line in template.usual("contract", language).splitlines() if line[:1].isdigit()]
        for language in ("en", "ru")
    ]
    assert clauses[0] == clauses[1]


def test_an_unknown_field_is_refused_with_the_one_that_was_meant(house: House) -> None:
    known = contract(house)
    with pytest.raises(FaultyText, match=r"no field \{client\.nam\}; did you mean \{client\.name\}\?"):
        template.write(known, name="Contract", text="{client.nam}", by=house.oleg, at=house.at)
    with pytest.raises(FaultyText, match=r"\{parties\} has to stand alone"):
        template.write(known, name="Contract", text="Signed: {parties}", by=house.oleg, at=house.at)
    assert TemplateText.objects.filter(template=known).count() == 1


def test_fields_of_another_kind_are_none(house: House) -> None:
    with pytest.raises(FaultyText):
        template.check("{act.number}", kind="contract")
    template.check("{act.number}", kind="act")
    assert "lines" not in FIELDS["contract"]


def test_a_text_saved_anew_is_one_more_and_the_former_stays(house: House) -> None:
    known = contract(house)
    first = template.text_of(known)
    for text in ("Hello {client.name}", "Hello {client.name}"):
        template.write(known, name="Ours", text=text, by=house.oleg, at=house.at + timedelta(hours=1))
    known.refresh_from_db()
    assert (known.name, template.text_of(known).text, known.texts.count()) == ("Ours", "Hello {client.name}", 2)
    assert TemplateText.objects.get(pk=first.pk).text == template.usual("contract", "en")


def test_two_of_a_kind_and_language_are_not_called_alike(house: House) -> None:
    contract(house)
    with pytest.raises(NameTaken):
        template.add(kind="contract", language="en", name="contract", by=house.oleg, at=house.at)
    made = template.add(kind="contract", language="en", name="Search", by=house.oleg, at=house.at)
    assert template.text_of(made).text == template.usual("contract", "en")
