import base64
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from keepstep.domain.delivery.step import Step
from keepstep.intake import connection, translation
from keepstep.intake.connection import Connection
from keepstep.intake.event import Event
from tests.cast import NOW, House
from tests.keepstep.intake.examples import every_github_example, github, gitlab, signature

TOKEN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
STEP = {"id": 1, "title": "The newsletter went out"}


@pytest.fixture
def site(house: House) -> Connection:
    return connection.connect(house.project, system="github", by=house.oleg, at=NOW)


def post(by: Connection, body: bytes, headers: dict[str, str], *, form: bool = False) -> int:
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    browser = Client(enforce_csrf_checks=True)
    return browser.post(f"/hooks/{by.address}/", body, content_type=kind, headers=headers).status_code


def from_github(by: Connection, name: str, payload: dict[str, Any], *, number: str = "1") -> int:
    body = json.dumps(payload).encode()
    return post(by, body, {"X-GitHub-Event": name, "X-GitHub-Delivery": number, **signed(by, body)})


def signed(by: Connection, body: bytes) -> dict[str, str]:
    return {"X-Hub-Signature-256": signature(body, by.secret), "X-Keepstep-Signature": signature(body, by.secret)}


def test_a_delivery_is_accepted_and_shows_up_as_a_step(site: Connection, house: House) -> None:
    assert from_github(site, "push", github("push")) == 202
    translation.translate(Event.objects.get().pk, at=NOW)
    assert list(Step.objects.exclude(key="").values_list("title", "project")) == [("Initial commit", house.project.pk)]


def test_a_redelivery_is_known_already(site: Connection) -> None:
    assert [from_github(site, "push", github("push")) for _ in range(2)] == [202, 200]


def test_a_replay_with_a_new_id_is_known_already(site: Connection) -> None:
    assert [from_github(site, "push", github("push"), number=number) for number in "12"] == [202, 200]


def test_every_example_of_github_is_answered(site: Connection) -> None:
    known = {"push", "pull_request", "issues", "release", "deployment_status"}
    examples = every_github_example()
    answers = [from_github(site, name, body, number=str(n)) for n, (name, body) in enumerate(examples)]
    wrong = [
        (name, answer)
        for (name, _), answer in zip(examples, answers, strict=True)
        if answer not in ({202, 200} if name in known else {204})
    ]
    assert wrong == []
    for event in Event.objects.all():
        translation.translate(event.pk, at=NOW)
    assert list(Event.objects.exclude(fault="").values_list("name", "fault")) == []
    assert sorted(Step.objects.exclude(key="").values_list("title", flat=True)) == [
        "A new version is live",
        "Initial commit",
        "Version 0.0.1 is released",
    ]


@pytest.mark.parametrize("name", ["ping", "star", "", "no_such_event"])
def test_an_event_that_is_not_about_work_is_left_alone(site: Connection, name: str) -> None:
    assert (from_github(site, name, {"zen": "Keep it logically awesome."}), Event.objects.count()) == (204, 0)


@pytest.mark.parametrize("given", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=é"])
def test_a_wrong_signature_is_refused(site: Connection, given: str) -> None:
    body = json.dumps(github("push")).encode()
    headers = {"X-GitHub-Event": "push", "X-Hub-Signature-256": given}
    assert (post(site, body, headers), Event.objects.count()) == (401, 0)


def test_a_signature_of_another_body_is_refused(site: Connection) -> None:
    headers = {"X-GitHub-Event": "push", **signed(site, b"{}")}
    assert post(site, json.dumps(github("push")).encode(), headers) == 401


def test_a_turned_secret_refuses_the_former(site: Connection) -> None:
    body = json.dumps(github("push")).encode()
    headers = {"X-GitHub-Event": "push", **signed(site, body)}
    connection.turn_secret(site)
    assert (post(site, body, headers), from_github(site, "push", github("push"))) == (401, 202)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 50_000])
def test_a_broken_body_is_refused(site: Connection, body: bytes) -> None:
    assert post(site, body, {"X-GitHub-Event": "push", **signed(site, body)}) == 400


def test_too_much_is_refused(site: Connection, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert from_github(site, "push", github("push")) == 413


def test_a_form_with_a_payload_is_read_as_well(site: Connection) -> None:
    body = b"payload=%7B%22action%22%3A%22opened%22%2C%22issue%22%3A%7B%7D%7D"
    assert post(site, body, {"X-GitHub-Event": "issues", **signed(site, body)}, form=True) == 202
    assert Event.objects.get().payload == {"action": "opened", "issue": {}}


def test_an_unknown_address_is_nobody(house: House) -> None:
    assert Client().post("/hooks/nowhere/", b"{}", content_type="application/json").status_code == 404


def test_a_closed_connection_answers_no_more(site: Connection) -> None:
    connection.disconnect(site, at=NOW)
    assert from_github(site, "push", github("push")) == 404


def test_a_repository_on_disk_has_no_address(house: House) -> None:
    assert from_github(connection.connect(house.project, system="git", by=None, at=NOW), "push", {}) == 404


def test_an_address_is_only_written_to(site: Connection) -> None:
    assert Client().get(f"/hooks/{site.address}/").status_code == 405


def test_gitlab_shows_the_secret_itself(house: House) -> None:
    site = connection.connect(house.project, system="gitlab", by=None, at=NOW)
    body = json.dumps(gitlab("merge_request")).encode()
    answers = [post(site, body, {"X-Gitlab-Token": token, "X-Gitlab-Event": "Merge Request Hook"})
               for token in ("", "wrong", "é", site.secret, site.secret)]  # fmt: skip
    assert answers == [401, 401, 401, 202, 200]


def test_with_a_signing_token_only_the_signature_counts(house: House) -> None:
    site = connection.connect(house.project, system="gitlab", by=None, at=NOW)
    connection.sign_with(site, TOKEN)
    body = json.dumps(gitlab("merge_request")).encode()
    now = timezone.now()
    tried = [
        {"X-Gitlab-Token": site.secret},
        by_token(body, at=now - timedelta(minutes=6)),
        by_token(body + b" ", at=now),
        by_token(body, at=now),
        by_token(body, at=now) | {"webhook-id": "another"},
        by_token(body, at=now),
    ]
    assert [post(site, body, headers) for headers in tried] == [401, 401, 401, 202, 401, 200]
    connection.sign_with(site, "")
    assert [post(site, body, headers) for headers in tried[:1]] == [200]


def test_a_token_that_cannot_be_opened_proves_nothing(house: House, settings: Any) -> None:
    site = connection.connect(house.project, system="gitlab", by=None, at=NOW)
    connection.sign_with(site, TOKEN)
    body, settings.SECRET_KEY = json.dumps(gitlab("push")).encode(), "another secret of this installation"
    headers = by_token(body, at=timezone.now()) | {"X-Gitlab-Token": site.secret}
    assert (post(site, body, headers), Event.objects.count()) == (401, 0)


def by_token(body: bytes, *, at: datetime) -> dict[str, str]:
    """As GitLab signs from 19.0 on."""
    signed = f"1.{at.timestamp():.0f}.".encode() + body
    key = base64.b64decode(TOKEN.removeprefix("whsec_"))
    made = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {"webhook-id": "1", "webhook-timestamp": f"{at.timestamp():.0f}", "webhook-signature": f"v1,{made}"}


def test_gitlabs_other_events_are_left_alone(house: House) -> None:
    site = connection.connect(house.project, system="gitlab", by=None, at=NOW)
    body = json.dumps({"object_kind": "pipeline"}).encode()
    assert post(site, body, {"X-Gitlab-Token": site.secret}) == 204


@pytest.mark.parametrize(
    ("payload", "answer"),
    [(STEP, 202), ({**STEP, "event": "step"}, 202), ({**STEP, "event": "party"}, 204), ({**STEP, "event": 5}, 204)],
)
def test_any_system_sends_one_object(house: House, payload: dict[str, Any], answer: int) -> None:
    site = connection.connect(house.project, system="webhook", by=None, at=NOW)
    body = json.dumps(payload).encode()
    assert post(site, body, signed(site, body)) == answer


def test_two_agencies_never_meet(house: House) -> None:
    with house.elsewhere.entered():
        theirs = connection.connect(house.rival_project, system="github", by=house.marta, at=NOW)
    assert from_github(theirs, "push", github("push")) == 202
    assert Event.objects.count() == 0
    with house.elsewhere.entered():
        translation.translate(Event.objects.get().pk, at=NOW)
        assert list(Step.objects.values_list("title", flat=True)) == ["Initial commit"]
    assert Step.objects.exclude(key="").count() == 0


def test_the_secret_of_one_connection_does_not_open_another(site: Connection, house: House) -> None:
    other = connection.connect(house.project, system="github", by=house.oleg, at=NOW)
    body = json.dumps(github("push")).encode()
    assert post(site, body, {"X-GitHub-Event": "push", **signed(other, body)}) == 401


def test_a_delivery_costs_few_queries(site: Connection) -> None:
    with CaptureQueriesContext(database) as asked:
        from_github(site, "push", github("push"))
    assert len([query for query in asked if "select" in query["sql"].lower() or "insert" in query["sql"].lower()]) <= 8
