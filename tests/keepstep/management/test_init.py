"""`keepstep init`: an agency from nothing, once, and only with answers that make sense."""

import pytest
from django.core.management import CommandError, call_command

from tests.cast import House
from tests.keepstep.installation import Installation

ANSWERS = {
    "--name": "Lighthouse",
    "--owner": "Oleg",
    "--email": "oleg@lighthouse.test",
    "--password": "correct horse battery",
    "--language": "en",
    "--currency": "EUR",
    "--country": "DE",
    "--zone": "Europe/Berlin",
}


def words(**said: str) -> list[str]:
    answers = ANSWERS | {f"--{name}": answer for name, answer in said.items()}
    return [word for pair in answers.items() for word in pair]


def test_the_first_agency_is_founded_once(installation: Installation) -> None:
    first, second = (installation.keepstep("init", *words()) for _ in range(2))
    assert first.stdout.splitlines() == [
        "Lighthouse is founded; Oleg owns it.",
        "Run `keepstep serve` and sign in at http://127.0.0.1:8000 with oleg@lighthouse.test.",
    ]
    assert (second.returncode, second.stderr.splitlines()) == (
        1,
        ["CommandError: Lighthouse is here already; --another founds one more beside it."],
    )
    another = installation.keepstep(
        "init", "--another", *words(name="Rivals", owner="Marta", email="marta@rivals.test")
    )
    assert another.stdout.splitlines()[0] == "Rivals is founded; Marta owns it."


@pytest.mark.parametrize(
    ("name", "wrong", "complaint"),
    [
        ("zone", "Mars/Olympus", "Mars/Olympus is not a time zone; Europe/Berlin and Europe/Moscow are."),
        ("country", "XX", "The public holidays of XX are not known; DE, GB and RU are."),
        ("email", "oleg", "Enter a valid email address."),
        ("password", "short", "This password is too short. It must contain at least 10 characters."),
        ("currency", "CLAMS", "CLAMS is not a currency; EUR, USD and RUB are."),
        ("language", "tlh", "tlh is neither en nor ru."),
        ("name", " ", "It must not be empty."),
    ],
)
def test_a_wrong_answer_says_which_and_why(house: House, name: str, wrong: str, complaint: str) -> None:
    assert refused("--another", *words(**{"email": "new@lighthouse.test", name: wrong})) == f"--{name}: {complaint}"


def test_a_missing_answer_is_asked_for_by_the_name_of_its_option(house: House) -> None:
    assert refused("--another", "--name", "Alone") == "--owner: Owner?"


def refused(*said: str) -> str:
    with pytest.raises(CommandError) as complaint:
        call_command("init", *said)
    return str(complaint.value)
