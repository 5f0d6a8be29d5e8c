"""A mail provider hands letters over, signed; and own management says where clients' answers go."""

import base64
import json
from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency import mail_hook, mailbox
from keepstep.domain.agency.mail_hook import MailHook
from keepstep.domain.agency.person import Person
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.reply_address import reply_address
from keepstep.intake import letter
from tests.cast import NOW, House
from tests.keepstep.intake.examples import signature
from tests.keepstep.intake.mail.letters import written


@pytest.fixture
def hook(house: House) -> MailHook:
    return mail_hook.open_one(by=house.oleg, at=NOW)


def handed(by: MailHook, body: bytes, kind: str = "message/rfc822", *, signed: str | None = None) -> int:
    headers = {"X-Keepstep-Signature": signature(body, by.secret) if signed is None else signed}
    browser = Client(enforce_csrf_checks=True)
    return browser.post(f"/hooks/mail/{by.address}/", body, content_type=kind, headers=headers).status_code


def test_a_letter_is_kept_once(house: House, hook: MailHook) -> None:
    assert [handed(hook, written()) for _ in range(2)] == [202, 200]
    assert Incoming.objects.get().words == "The photos come on Thursday."


@pytest.mark.parametrize("place", ["raw", "raw_mime", "email", "message"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_letter_in_an_object_is_kept(house: House, hook: MailHook, place: str, is_packed: bool) -> None:
    said = base64.b64encode(written()).decode() if is_packed else written().decode()
    assert handed(hook, json.dumps({place: said}).encode(), "application/json") == 202
    assert Incoming.objects.get().sender == "ines@northwind.test"


@pytest.mark.parametrize("given", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=é"])
def test_a_wrong_signature_is_refused(house: House, hook: MailHook, given: str) -> None:
    assert (handed(hook, written(), signed=given), Incoming.objects.count()) == (401, 0)


def test_a_signature_of_another_body_and_a_former_secret_are_refused(house: House, hook: MailHook) -> None:
    assert handed(hook, written(), signed=signature(b"other", hook.secret)) == 401
    former = signature(written(), hook.secret)
    mail_hook.turn_secret(hook)
    assert handed(hook, written(), signed=former) == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", "message/rfc822"), (b"hello", "message/rfc822"), (b"{", "application/json"), (b"{}", "application/json"),
     (b'{"raw": 5}', "application/json"), (b'{"raw": "!!"}', "application/json"), (b"[]", "application/json")],
)  # fmt: skip
def test_what_is_no_letter_is_refused(house: House, hook: MailHook, body: bytes, kind: str) -> None:
    assert (handed(hook, body, kind), Incoming.objects.count()) == (400, 0)


def test_a_closed_address_is_nobody(house: House, hook: MailHook) -> None:
    mail_hook.close(hook)
    assert handed(hook, written(), signed="sha256=") == 404
    assert Client().get(f"/hooks/mail/{hook.address}/").status_code == 405


def test_it_comes_to_the_hooks_own_agency(house: House) -> None:
    with house.elsewhere.entered():
        theirs = mail_hook.open_one(by=house.marta, at=NOW)
    assert handed(theirs, written()) == 202
    assert Incoming.objects.count() == 0
    with house.elsewhere.entered():
        assert Incoming.objects.count() == 1


def test_where_answers_go_is_the_providers_address_first(house: House, hook: MailHook) -> None:
    assert mailbox.address_of(house.agency.pk) == ""
    mail_hook.amend(hook, replies="answers@lighthouse.test")
    assert mailbox.address_of(house.agency.pk) == "answers@lighthouse.test"
    with house.elsewhere.entered():
        assert mailbox.address_of(house.elsewhere.pk) == ""
    assert reply_address(hook.pk, mailbox="answers@lighthouse.test").startswith("answers+")


def test_management_opens_names_turns_and_closes(house: House, client_of: Callable[[Person], Client]) -> None:
    oleg = client_of(house.oleg)
    oleg.post("/settings/mail/hook/new/")
    hook = MailHook.objects.get()
    shown = oleg.get("/settings/mail/").content.decode()
    assert (f"/hooks/mail/{hook.address}/" in shown, hook.secret in shown) == (True, True)
    assert oleg.post("/settings/mail/hook/", {"replies": "nonsense"}).status_code == 422
    oleg.post("/settings/mail/hook/", {"replies": "answers@lighthouse.test"})
    oleg.post("/settings/mail/hook/secret/")
    former = hook.secret
    hook.refresh_from_db()
    assert (hook.replies, hook.secret == former) == ("answers@lighthouse.test", False)
    oleg.post("/settings/mail/hook/closing/")
    assert MailHook.objects.count() == 0
    assert oleg.get("/settings/mail/hook/").status_code == 404


def test_the_signature_is_the_one_of_all_hooks(hook: MailHook) -> None:
    assert letter.is_signature(signature(b"x", hook.secret), b"x", secret=hook.secret)
