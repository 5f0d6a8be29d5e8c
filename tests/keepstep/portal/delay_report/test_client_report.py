import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from keepstep.domain.clients import account
from keepstep.domain.delivery import delay_report
from keepstep.domain.delivery.delay_report import LINK_LIFE, ReportLink
from tests.cast import House
from tests.hundred_days import hundred_days

NOTHING = "This link does not open anything"


def link(house: House, *, age: timedelta = timedelta()) -> str:
    return f"/delay-report/{delay_report.make_link(house.project, by=house.vera, at=timezone.now() - age)}/"


def test_whoever_has_the_link_reads_the_report_without_signing_in(house: House) -> None:
    delay_report.comment(house.project, words="We asked in time.", by=house.vera, at=timezone.now())
    answer = Client().get(link(house))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [
        said for said in ("Lighthouse", "New site", "Northwind Bakery", "We asked in time.") if said not in page
    ] == []


def test_it_tells_nothing_of_other_projects_and_of_people_the_client_does_not_know(house: House) -> None:
    hundred_days(house, client="Alder Law", asked_every=5, until=timezone.now())
    page = Client().get(link(house)).content.decode()
    assert [name for name in ("Online shop", "Alder Law", "Pavel", "Oleg", "/projects/") if name in page] == []


def test_it_is_kept_by_nobody_and_told_to_nobody(house: House) -> None:
    address = link(house)
    for answer in (Client().get(address), Client().get(f"{address}report.pdf"), Client().get("/delay-report/guess/")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_speaks_the_clients_language(house: House) -> None:
    account.amend(house.northwind, language="ru")
    answer = Client(headers={"Accept-Language": "en"}).get(link(house))
    assert answer.headers["Content-Language"] == "ru"
    assert '<html lang="ru">' in answer.content.decode()
    assert "Отчёт о задержках" in answer.content.decode()


def test_the_pdf_has_the_numbers_of_the_page(house: House) -> None:
    one = hundred_days(house, client="Alder Law", asked_every=10, until=timezone.now())
    address = f"/delay-report/{delay_report.make_link(one, by=house.vera, at=timezone.now())}/"
    page = Client().get(address).content.decode()
    answer = Client().get(f"{address}report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(part.extract_text() for part in PdfReader(BytesIO(answer.content)).pages)
    rows = [re.sub(r"<[^>]+>|\s", " ", row).split() for row in re.findall(r"<tr[ >].*?</tr>", page, re.DOTALL)[1:]]
    said = " ".join(text.split())
    assert len(rows) == 5
    assert [row for row in rows if " ".join(row[1 if len(row[0]) == 1 else 0 :]) not in said] == []
    assert "(10 + 0 + 45) ÷ 100 = 55 %" in said


@pytest.mark.parametrize("end", ["", "report.pdf"])
def test_an_unknown_an_expired_and_an_ended_link_are_answered_alike(house: House, end: str) -> None:
    old, ended = link(house, age=LINK_LIFE), link(house)
    delay_report.end_links(house.project, at=timezone.now())
    answers = [Client().get(f"{address}{end}") for address in ("/delay-report/guess/", old, ended)]
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert len({answer.content for answer in answers}) == 1
    assert NOTHING in answers[0].content.decode()


def test_a_link_lives_to_its_last_moment_and_only_its_hash_is_kept(house: House) -> None:
    address = link(house, age=LINK_LIFE - timedelta(minutes=1))
    assert Client().get(address).status_code == 200
    assert ReportLink.objects.get().token_hash not in address


def test_a_colleague_of_another_agency_reads_it_by_the_link_and_stays_in_her_own(
    house: House, client_of: object
) -> None:
    marta = client_of(house.marta)  # type: ignore[operator]
    assert "New site" in marta.get(link(house)).content.decode()
    assert marta.get(f"/projects/{house.project.pk}/delay-report/").status_code == 404
    assert "Rival ads" in marta.get("/projects/").content.decode()


def test_nothing_is_posted_to_it(house: House) -> None:
    assert Client().post(link(house)).status_code == 405
