"""Acts as the agency works with them, and as the client sees them."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.money.act import Act, State
from keepstep.domain.money.act_mark import Turn
from keepstep.domain.talk.message import Message
from tests.cast import House, join
from tests.keepstep.domain.money.bills import issued, seo
from tests.keepstep.domain.money.test_act import made, mark, usual

ClientOf = Callable[[Person], Client]
PortalOf = Callable[[Contact], Client]


def test_an_act_is_looked_at_made_and_sent_with_its_paper(house: House, client_of: ClientOf) -> None:
    invoice, oleg = issued(house, seo("100", n="10")), client_of(house.oleg)
    where, key = f"/invoices/{invoice.pk}/acts/new/", str(invoice.lines.get().pk)
    said = {"template": usual(house).pk, "day": "2026-03-02", key: "4"}
    looked = oleg.post(where, {**said, "act": "look"})
    assert ("Draft" in PdfReader(BytesIO(looked.content)).pages[0].extract_text(), Act.objects.count()) == (True, 0)
    assert oleg.post(where, {**said, key: "11"}).status_code == 422
    assert oleg.post(where, {**said, key: ""}).status_code == 422
    answer = oleg.post(where, said)
    known = Act.objects.get()
    assert (answer["Location"], str(known.total)) == (f"/acts/{known.pk}/", "400.00")
    sheet = oleg.get(f"/acts/{known.pk}/sending/")
    initial = sheet.context["form"].initial
    oleg.post(where, {**said, key: "6"})
    nothing = oleg.get(where, follow=True).content.decode()
    assert "All of it is taken over already." in nothing
    letter = {"draft": initial["draft"], "contact": house.ines.pk, "subject": "Act 1", "body": "Please sign."}
    assert oleg.post(f"/acts/{known.pk}/sending/", letter).status_code == 302
    sent = Message.objects.get()
    assert (sent.kind, sent.contact, known.marks.get().turn) == ("act", house.ines, "sent")
    page = oleg.get(f"/acts/{known.pk}/").content.decode()
    assert "awaits signing" in page
    assert "No 1 of" in oleg.get(f"/invoices/{invoice.pk}/").content.decode()


def test_signed_and_not_signed_after_all(house: House, client_of: ClientOf) -> None:
    known, oleg = made(house, issued(house)), client_of(house.oleg)
    oleg.post(f"/acts/{known.pk}/signing/", {"day": "2026-03-02", "note": "by post"})
    oleg.post(f"/acts/{known.pk}/signing/return/")
    oleg.post(f"/acts/{known.pk}/withdrawal/")
    again = oleg.post(f"/acts/{known.pk}/withdrawal/", follow=True).content.decode()
    assert list(known.marks.order_by("at").values_list("turn", flat=True)) == ["signed", "unsigned", "withdrawn"]
    assert "It stands otherwise by now: withdrawn." in again


def test_the_list_is_paged_and_only_for_whoever_sees_money(house: House, client_of: ClientOf) -> None:
    invoice = issued(house, seo("100", n="52"))
    for _number in range(52):
        made(house, invoice, "1")
    oleg = client_of(house.oleg)
    first = oleg.get("/acts/").context["next"]
    pages = [oleg.get(f"/acts/{query}").content.decode() for query in ("", first, "?state=sent", "?state=made")]
    assert [page.count('<th scope="row">') for page in pages] == [50, 2, 0, 50]
    assert client_of(join("Nina", Role.PRODUCER)).get("/acts/").status_code == 404


def test_the_client_sees_it_once_it_was_sent_if_it_may_see_money(house: House, portal_of: PortalOf) -> None:
    known = made(house, issued(house))
    contact.amend(house.ines, sees_money=True)
    ines, tom = portal_of(house.ines), portal_of(house.tom)
    where = f"/portal/acts/{known.pk}/act.pdf"
    assert ines.get(where).status_code == 404
    mark(house, known, Turn.SENT)
    assert (ines.get(where).content[:5], tom.get(where).status_code) == (b"%PDF-", 404)
    assert "/portal/acts/" in ines.get("/portal/invoices/").content.decode()


def test_a_letter_taken_back_leaves_the_act_as_it_was(house: House, client_of: ClientOf) -> None:
    known, oleg = made(house, issued(house)), client_of(house.oleg)
    where = f"/acts/{known.pk}/sending/"
    for _time in range(2):
        draft = oleg.get(where).context["form"].initial["draft"]
        oleg.post(where, {"draft": draft, "contact": house.ines.pk, "subject": "Act 1", "body": "Please sign."})
    second, first = Message.objects.order_by("-written_at", "-id")
    oleg.post(f"/answers/{second.pk}/withdrawal/")
    assert Act.objects.with_state().get().state == State.SENT
    oleg.post(f"/answers/{first.pk}/withdrawal/")
    assert Act.objects.with_state().get().state == State.MADE
    assert [one.pk for one in Act.objects.in_state(State.MADE)] == [known.pk]
    assert list(known.marks.order_by("at", "id").values_list("turn", flat=True)) == ["sent", "unsent"]


def test_the_signed_file_is_kept_and_read_by_those_who_may(
    house: House, client_of: ClientOf, portal_of: PortalOf
) -> None:
    known, oleg = made(house, issued(house)), client_of(house.oleg)
    where = f"/acts/{known.pk}/signing/"
    bad = oleg.post(where, {"day": "2026-03-02", "file": SimpleUploadedFile("run.exe", b"MZ")})
    assert bad.status_code == 422
    oleg.post(where, {"day": "2026-03-02", "file": SimpleUploadedFile("act.pdf", b"%PDF-1.7")})
    oleg.post(f"/acts/{known.pk}/scan/", {"file": SimpleUploadedFile("again.pdf", b"%PDF-1.7 again")})
    first, again = known.marks.exclude(digest="").order_by("at")
    contact.amend(house.ines, sees_money=True)
    ines, tom = portal_of(house.ines), portal_of(house.tom)
    for signed, body in ((first, b"%PDF-1.7"), (again, b"%PDF-1.7 again")):
        for browser, at in ((oleg, "/act-files/"), (ines, "/portal/acts/files/")):
            assert b"".join(browser.get(f"{at}{signed.pk}/")) == body
        assert tom.get(f"/portal/acts/files/{signed.pk}/").status_code == 404
    assert "again.pdf" in ines.get("/portal/documents/").content.decode()
    nina = client_of(join("Nina", Role.PRODUCER))
    assert nina.get(f"/act-files/{first.pk}/").status_code == 404
