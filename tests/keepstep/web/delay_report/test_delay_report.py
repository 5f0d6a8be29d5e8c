import re
from collections.abc import Callable
from io import BytesIO

from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account
from keepstep.domain.delivery import delay_report
from keepstep.domain.delivery.delay_report import ReportLink
from tests.cast import House
from tests.hundred_days import hundred_days

SignedIn = Callable[[Person], Client]
SHEET = {"HX-Request": "true"}


def address(house: House, end: str = "") -> str:
    return f"/projects/{house.project.pk}/delay-report/{end}"


def test_the_projects_page_leads_to_it(house: House, client_of: SignedIn) -> None:
    page = client_of(house.vera).get(f"/projects/{house.project.pk}/").content.decode()
    assert f'href="{address(house)}"' in page


def test_we_and_the_client_read_the_same_report(house: House, client_of: SignedIn) -> None:
    one = hundred_days(house, client="Alder Law", asked_every=10, until=timezone.now())
    token = delay_report.make_link(one, by=house.vera, at=timezone.now())
    report = re.compile(r'<div class="report">.*?</section>\s*</div>', re.DOTALL)
    ours = report.search(client_of(house.vera).get(f"/projects/{one.pk}/delay-report/").content.decode())
    theirs = report.search(Client().get(f"/delay-report/{token}/").content.decode())
    assert ours and theirs
    assert ours[0] == theirs[0]


def test_the_pdf_is_in_the_clients_language(house: House, client_of: SignedIn) -> None:
    account.amend(house.northwind, language="ru")
    answer = client_of(house.vera).get(f"/projects/{house.project.pk}/delay-report.pdf")
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert "Отчёт о задержках" in text
    assert answer.headers["Content-Disposition"].startswith("inline; filename")


def test_a_comment_is_read_by_both(house: House, client_of: SignedIn) -> None:
    vera = client_of(house.vera)
    vera.post(address(house, "comment/"), {"words": "We <b>asked</b> in time."})
    page = vera.get(address(house)).content.decode()
    assert "We &lt;b&gt;asked&lt;/b&gt; in time." in page
    assert "asked" in vera.get(address(house, "comment/"), headers=SHEET).content.decode()


def test_a_link_is_shown_once(house: House, client_of: SignedIn) -> None:
    vera = client_of(house.vera)
    made = vera.post(address(house, "link/"), headers=SHEET)
    assert "no-store" in made.headers["Cache-Control"]
    found = re.search(r"/delay-report/([\w-]+)/</code>", made.content.decode())
    assert found
    assert Client().get(f"/delay-report/{found[1]}/").status_code == 200
    page = vera.get(address(house)).content.decode()
    assert found[1] not in page
    assert "1 link to this report is open" in page


def test_all_links_are_ended_at_once(house: House, client_of: SignedIn) -> None:
    tokens = [delay_report.make_link(house.project, by=house.vera, at=timezone.now()) for _ in range(2)]
    vera = client_of(house.vera)
    assert "2 links to this report are open" in vera.get(address(house)).content.decode()
    vera.post(address(house, "link/ending/"))
    assert ReportLink.objects.open(timezone.now()).count() == 0
    assert [Client().get(f"/delay-report/{token}/").status_code for token in tokens] == [410, 410]
    assert "End all links" not in vera.get(address(house)).content.decode()
