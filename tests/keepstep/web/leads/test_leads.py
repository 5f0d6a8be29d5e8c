"""The pages of leads: the queue, entering by hand with a warning, sorting with undo, a word, a merge."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales.lead import Lead
from keepstep.round import run
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, site, spam

BY_HAND = {"name": "Ada", "emails": "ada@bakery.test, ada@gmail.com", "phones": "+49 (30) 123 456 78"}
Of = Callable[[Person], Client]


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def standing(lead: Lead) -> tuple[str, str | None]:
    return Lead.objects.values_list("state", "person__name").get(pk=lead.pk)


def test_a_salesperson_sees_the_queue_with_what_each_wants_and_whom_it_resembles(
    house: House, lena: Person, client_of: Of
) -> None:
    came(house, message="A new shop", emails=["bob@northwind.test"])
    page = client_of(lena).get("/leads/").content.decode()
    shown = ("Ada", "A new shop", "Website", "Known already: Northwind Bakery, the same web domain")
    assert [words for words in shown if words not in page] == []


def test_an_account_manager_sees_only_leads_given_to_them_and_has_no_entry_in_the_menu(
    house: House, client_of: Of
) -> None:
    mine, other = came(house, name="Mine", person=house.vera), came(house, name="Other")
    vera = client_of(house.vera)
    page = vera.get("/leads/?state=all").content.decode()
    assert ("Mine" in page, "Other" in page, 'href="/leads/"' in vera.get("/").content.decode()) == (True, False, False)
    assert (vera.get(f"/leads/{mine.pk}/").status_code, vera.get(f"/leads/{other.pk}/").status_code) == (200, 404)


def test_a_lead_is_entered_by_hand_with_numbers_as_the_world_writes_them(
    house: House, lena: Person, client_of: Of
) -> None:
    answer = client_of(lena).post("/leads/new/", {**BY_HAND, "source": site(house).pk})
    made = Lead.objects.get()
    assert answer["Location"] == f"/leads/{made.pk}/"
    assert (made.emails, made.phones) == (["ada@bakery.test", "ada@gmail.com"], ["+493012345678"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"emails": "ada@", "phones": ""}, "ada@ is no e-mail address."),
        ({"emails": "", "phones": "+4912"}, "There is no such telephone number: check the digits."),
        ({"emails": "", "phones": ""}, "Without a telephone or an e-mail address nobody can answer them."),
        ({"emails": "a@b.test", "site": "no site"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    house: House, lena: Person, client_of: Of, said: dict[str, str], words: str
) -> None:
    answer = client_of(lena).post("/leads/new/", {"source": site(house).pk, **said})
    assert (answer.status_code, words in answer.content.decode(), Lead.objects.count()) == (422, True, 0)


def test_whoever_is_known_is_entered_only_after_a_warning(house: House, lena: Person, client_of: Of) -> None:
    client, said = client_of(lena), {"name": "Ines", "emails": "ines@northwind.test", "source": site(house).pk}
    answer = client.post("/leads/new/", said)
    assert (answer.status_code, Lead.objects.count()) == (422, 0)
    assert "Northwind Bakery: <a" in answer.content.decode()
    client.post("/leads/new/", {**said, "seen": answer.context["form"].data["seen"]})
    assert Lead.objects.count() == 1


def test_a_lead_is_taken_and_left_again(house: House, lena: Person, client_of: Of) -> None:
    ada, client = came(house), client_of(lena)
    client.post(f"/leads/{ada.pk}/taking/")
    assert standing(ada) == ("taken", "Lena")
    client.post(f"/leads/{ada.pk}/return/")
    assert standing(ada) == ("unsorted", None)


def test_a_lead_is_attached_to_a_client_of_a_colleague_whom_it_resembles(
    house: House, lena: Person, client_of: Of
) -> None:
    ada, client = came(house, emails=["bob@northwind.test"]), client_of(lena)
    assert "Northwind Bakery" in client.get(f"/leads/{ada.pk}/client/").content.decode()
    client.post(f"/leads/{ada.pk}/client/", {"account": house.northwind.pk})
    assert Lead.objects.get(pk=ada.pk).account == house.northwind


def test_a_lead_is_rejected_for_a_reason_only(house: House, lena: Person, client_of: Of) -> None:
    ada, client = came(house), client_of(lena)
    assert client.post(f"/leads/{ada.pk}/rejection/", {"words": "bots"}).status_code == 422
    client.post(f"/leads/{ada.pk}/rejection/", {"reason": spam(house).pk, "words": "bots"})
    assert standing(ada) == ("rejected", None)
    assert "Rejected: Spam" in client.get(f"/leads/{ada.pk}/").content.decode()


def test_a_word_of_ours_stops_the_clock(house: House, lena: Person, client_of: Of) -> None:
    ada, client = came(house), client_of(lena)
    client.post(f"/leads/{ada.pk}/talk/", {"how": "call", "whose": "missed", "summary": "No answer"})
    assert Lead.objects.get(pk=ada.pk).responded_at is None
    client.post(f"/leads/{ada.pk}/talk/", {"how": "call", "whose": "out", "summary": "We meet on Thursday"})
    assert Lead.objects.get(pk=ada.pk).responded_at is not None
    assert "We meet on Thursday" in client.get(f"/leads/{ada.pk}/").content.decode()


def test_a_lead_is_qualified_by_its_checklist_and_found_by_it(house: House, lena: Person, client_of: Of) -> None:
    ada, client = came(house), client_of(lena)
    came(house, name="Somebody", emails=["x@y.test"])
    questions = client.get(f"/leads/{ada.pk}/").context["checklist"]
    for one in questions:
        client.post(f"/leads/{ada.pk}/criteria/{one.criterion.pk}/", {"answer": "yes"})
    page = client.get(f"/leads/{ada.pk}/").content.decode()
    shown = ("It is what we do: yes", "<strong>Qualified</strong>", "good to know")
    assert [words in page for words in shown] == [True, True, False]
    found = {q: client.get("/leads/", {"qualified": q}).context["lines"] for q in ("yes", "no", "perhaps")}
    names = {q: [line["lead"].name for line in lines] for q, lines in found.items()}
    assert names == {"yes": ["Ada"], "no": ["Somebody"], "perhaps": ["Somebody", "Ada"]}
    client.post(f"/leads/{ada.pk}/criteria/{questions[0].criterion.pk}/", {"answer": "maybe"})
    assert Lead.objects.get(pk=ada.pk).qualified_by == lena


def test_two_leads_are_merged_and_parted(house: House, lena: Person, client_of: Of) -> None:
    first, second, client = came(house, name="Bea"), came(house, name="Cleo"), client_of(lena)
    assert "Merge" in client.get(f"/leads/{first.pk}/").content.decode()
    client.post(f"/leads/{first.pk}/merging/{second.pk}/")
    assert standing(second) == ("merged", None)
    client.post(f"/merges/{first.pk}/parting/")
    page = client.get(f"/leads/{first.pk}/")
    client.post(f"/merges/{page.context['merges'][0].pk}/parting/")
    assert standing(second) == ("unsorted", None)


@pytest.mark.parametrize("q", ["ADA@bakery.test", "+49 30 111111", "lovelace", "Bäckerei"])
def test_a_lead_is_found_by_whatever_one_knows_of_it(house: House, lena: Person, client_of: Of, q: str) -> None:
    came(house, name="Ada Lovelace", company="Bäckerei", phones=["+4930111111"])
    came(house, name="Somebody", emails=["x@y.test"])
    page = client_of(lena).get("/leads/", {"q": q}).content.decode()
    assert ("Ada Lovelace" in page, "Somebody" in page) == (True, False)


def test_pages_of_the_queue_follow_one_another_without_gap_or_double(house: House, lena: Person, client_of: Of) -> None:
    for number in range(60):
        came(house, name=f"Lead {number:02}", emails=[f"a{number}@x{number}.test"])
    client, seen, where = client_of(lena), [], "/leads/"
    while where:
        answer = client.get(where)
        seen += [line["lead"].name for line in answer.context["lines"]]
        where = answer.context["next"]
    assert seen == [f"Lead {number:02}" for number in reversed(range(60))]


def test_a_new_lead_is_on_today_at_once_is_taken_there_and_leaves_when_it_is_answered(
    house: House, lena: Person, client_of: Of
) -> None:
    run.run(day=house.day, at=house.at)
    browser = client_of(lena)
    with patch("django.utils.timezone.now", return_value=house.at):
        browser.post("/leads/new/", {**BY_HAND, "source": site(house).pk})
        made = Lead.objects.get()
        page = browser.get("/").content.decode()
        shown = ("Ada", f'href="/leads/{made.pk}/"', "new lead: Website", "Answer the lead, or give it to somebody",
                 f'action="/leads/{made.pk}/taking/"', f'href="/leads/{made.pk}/letters/"', "until 09:15")  # fmt: skip
        assert [words for words in shown if words not in page] == []
        browser.post(f"/leads/{made.pk}/taking/")
        assert f'action="/leads/{made.pk}/taking/"' not in browser.get("/").content.decode()
        browser.post(f"/leads/{made.pk}/talk/", {"how": "call", "whose": "out", "summary": "Agreed on a call"})
        page = browser.get("/").content.decode()
    assert ("until 09:15" in page, "Done today (1)" in page) == (False, True)


@pytest.mark.parametrize(("minutes", "words"), [(5, "10 min left to answer"), (15, "0 min left"), (20, "waits 20 min")])
def test_the_clock_says_how_long_is_left_and_then_how_long_it_waits(
    house: House, lena: Person, client_of: Of, minutes: int, words: str
) -> None:
    made = came(house)
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(minutes=minutes)):
        assert words in client_of(lena).get(f"/leads/{made.pk}/").content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "x"])
def test_a_bookmark_with_a_day_at_the_end_of_the_calendar_shows_all(
    house: House, client_of: Callable[[Person], Client], day: str
) -> None:
    came(house)
    shown = client_of(house.oleg).get(f"/leads/?state=all&since={day}&until={day}")
    assert (shown.status_code, "Ada" in shown.content.decode()) == (200, True)
