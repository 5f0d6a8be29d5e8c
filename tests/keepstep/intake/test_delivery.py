import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from keepstep.domain.agency.agency import Agency
from keepstep.domain.clients import account
from keepstep.domain.delivery import project
from keepstep.domain.delivery.step import Step
from keepstep.domain.talk import update
from keepstep.intake import connection, delivery, event, jobs, letter, translation
from keepstep.intake.connection import Connection
from keepstep.intake.event import Event
from keepstep.intake.senders import SENDERS
from keepstep.postgres import tenancy
from tests.cast import NOW, House
from tests.journeys.work import work
from tests.keepstep.intake.examples import commit, github, gitlab

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def site(house: House) -> Connection:
    return connection.connect(house.project, system="github", by=house.oleg, at=NOW)


def arrive(
    by: Connection, name: str, payload: dict[str, Any], *, number: str = "1", at: datetime = NOW
) -> Event | None:
    body = json.dumps(payload).encode()
    headers = {"X-GitHub-Event": name, "X-GitHub-Delivery": number, "Idempotency-Key": number}
    return delivery.receive(by, SENDERS[by.system].read(headers, body), at=at)


def told(by: Connection, name: str, payload: dict[str, Any], *, number: str = "1", at: datetime = NOW) -> int:
    """The delivery arrives and is translated a minute later."""
    event = arrive(by, name, payload, number=number, at=at)
    return translation.translate(event.pk, at=at + timedelta(minutes=1)) if event else 0


def steps(of: Connection) -> list[str]:
    found = Step.objects.filter(project=of.project_id).exclude(key="")
    return list(found.order_by("at", "id").values_list("title", flat=True))


def push(*commits: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return github("push", commits=list(commits), **changes)


def merged(sha: str, head: str, title: str = "Cake photos") -> dict[str, Any]:
    return github(
        "pull_request",
        "closed",
        pull_request__merged=True,
        pull_request__merge_commit_sha=sha * 40,
        pull_request__head__sha=head * 40,
        pull_request__title=title,
    )


def waiting_jobs() -> list[tuple[str, dict[str, str]]]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", "args"))


def test_a_delivery_is_kept_with_the_job_that_translates_it(site: Connection) -> None:
    event = arrive(site, "push", github("push"))
    assert event is not None
    assert waiting_jobs() == [("intake.translate", {"agency_id": str(site.agency_id), "event_id": str(event.pk)})]


def test_neither_is_kept_without_the_other(site: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.translate, "defer", _fail)
    with pytest.raises(ConnectionError), transaction.atomic():
        arrive(site, "push", github("push"))
    assert (Event.objects.count(), waiting_jobs()) == (0, [])


def _fail(**ids: str) -> None:
    raise ConnectionError


def test_a_delivery_becomes_steps_of_the_mapped_project(site: Connection, house: House) -> None:
    assert told(site, "push", push(commit("1", "feat: gallery"), commit("2", "fix: map"))) == 2
    assert list(Step.objects.filter(project=house.project, source="github").values_list("title", "day", "key")) == [
        ("Map", house.day, "commit:" + "2" * 40),
        ("Gallery", house.day, "commit:" + "1" * 40),
    ]


def test_an_event_is_translated_once(site: Connection) -> None:
    event = arrive(site, "push", github("push"))
    assert event is not None
    assert [translation.translate(event.pk, at=LATER) for _ in range(3)] == [1, 0, 0]
    event.refresh_from_db()
    assert (event.handled_at, event.steps, event.fault) == (LATER, 1, "")


def test_a_redelivery_adds_nothing(site: Connection) -> None:
    assert (told(site, "push", github("push")), arrive(site, "push", github("push"))) == (1, None)


def test_the_same_content_under_a_new_id_adds_nothing(site: Connection) -> None:
    assert (told(site, "push", github("push")), arrive(site, "push", github("push"), number="2")) == (1, None)


def test_the_same_work_in_other_content_adds_nothing(site: Connection) -> None:
    again = github("push", repository__size=1)
    assert (told(site, "push", github("push")), told(site, "push", again, number="2")) == (1, 0)
    assert steps(site) == ["Initial commit"]


@pytest.mark.parametrize("first", ["push", "merge"])
@pytest.mark.parametrize(
    ("pushed", "sha", "head"),
    [
        pytest.param([commit("7", "Cake photos (#12)")], "7", "9", id="squashed"),
        pytest.param([commit("7", "Cake photos")], "7", "7", id="fast-forwarded"),
        pytest.param(
            [commit("7", "photos"), commit("8", "Merge pull request #12 from lighthouse/photos")], "8", "7", id="merged"
        ),
    ],
)
def test_a_merge_and_its_push_count_once(
    site: Connection, first: str, pushed: list[dict[str, Any]], sha: str, head: str
) -> None:
    deliveries = [("push", push(*pushed)), ("pull_request", merged(sha, head))]
    for number, (name, payload) in enumerate(deliveries if first == "push" else deliveries[::-1]):
        told(site, name, payload, number=str(number))
    assert steps(site) == ["Cake photos"]


def test_a_rebased_merge_counts_by_the_merge_even_while_that_waits(site: Connection) -> None:
    arrive(site, "pull_request", merged("8", "5"), number="1")
    told(site, "push", push(commit("7", "photos"), commit("8", "more photos"), commit("9", "hours")), number="2")
    assert steps(site) == ["Hours"]
    assert translation.sweep(at=NOW + timedelta(hours=1)) == 1
    assert sorted(steps(site)) == ["Cake photos", "Hours"]


def test_a_merge_at_gitlab_and_its_push_count_once(house: House) -> None:
    site = connection.connect(house.project, system="gitlab", by=house.oleg, at=NOW)
    pushed = gitlab(
        "push",
        commits=[commit("c", "photos"), commit("e", "Merge branch 'x' into 'main'\n\nSee merge request n/site!1")],
    )
    told(site, "push", pushed, number="1")
    told(site, "merge_request", gitlab("merge_request"), number="2")
    assert steps(site) == ["Cake photos"]


def test_titles_of_our_own_speak_the_clients_language(site: Connection, house: House) -> None:
    account.amend(house.northwind, language="ru")
    with override("ru"):
        expected = str(_("Version %(tag)s is released")) % {"tag": "0.0.1"}
    told(site, "release", github("release", "published"))
    assert steps(site) == [expected]


def test_what_is_odd_is_kept_in_words(site: Connection) -> None:
    event = arrive(site, "release", {"action": "published", "release": {"draft": "no"}})
    assert event is not None
    assert translation.translate(event.pk, at=LATER) == 0
    event.refresh_from_db()
    assert (event.handled_at, event.fault) == (LATER, "“draft” is missing or is not what it should be.")


def test_a_closed_project_counts_nothing_and_says_so(site: Connection, house: House) -> None:
    event = arrive(site, "push", github("push"))
    assert event is not None
    project.close(house.project, at=NOW)
    translation.translate(event.pk, at=LATER)
    event.refresh_from_db()
    assert (event.steps, event.fault) == (0, "The project is closed: nothing was counted.")


def test_work_is_dated_when_it_happened(site: Connection) -> None:
    friday = (NOW - timedelta(days=2)).isoformat()
    told(site, "pull_request", merged("8", "7") | {"x": 1}, number="1")
    payload = merged("6", "5", "Gallery")
    payload["pull_request"]["merged_at"] = friday
    told(site, "pull_request", payload, number="2")
    assert list(Step.objects.exclude(key="").order_by("at").values_list("title", "at")) == [
        ("Gallery", NOW - timedelta(days=2)),
        ("Cake photos", NOW),
    ]


def test_what_the_last_update_could_not_tell_is_news_when_it_comes(site: Connection, house: House) -> None:
    update.send(
        house.northwind,
        day=house.day,
        subject="Monday",
        body="All is well.",
        language="en",
        by=house.vera,
        at=NOW - timedelta(minutes=5),
    )
    payload = merged("6", "5", "Gallery")
    payload["pull_request"]["merged_at"] = (NOW - timedelta(minutes=10)).isoformat()
    told(site, "pull_request", payload)
    assert Step.objects.get(title="Gallery").at == NOW


def test_a_time_to_come_is_not_believed(site: Connection) -> None:
    payload = merged("6", "5", "Gallery")
    payload["pull_request"]["merged_at"] = (NOW + timedelta(days=400)).isoformat()
    told(site, "pull_request", payload)
    assert Step.objects.get(title="Gallery").at == NOW


def test_nothing_is_lost_while_the_worker_is_down(site: Connection) -> None:
    arrive(site, "push", github("push"))
    assert (steps(site), translation.sweep(at=NOW + timedelta(seconds=30))) == ([], 0)
    assert (translation.sweep(at=NOW + timedelta(hours=5)), steps(site)) == (1, ["Initial commit"])


def test_one_event_that_fails_does_not_hold_up_the_others(site: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(site, "push", push(commit("1", "gallery")), number="1")
    arrive(site, "push", push(commit("2", "map")), number="2")
    whole = translation.record
    monkeypatch.setattr(
        translation, "record", lambda *facts, **more: 1 / 0 if _is_gallery(facts) else whole(*facts, **more)
    )
    assert (translation.sweep(at=NOW + timedelta(hours=1)), steps(site)) == (1, ["Map"])
    monkeypatch.setattr(translation, "record", whole)
    assert (translation.sweep(at=NOW + timedelta(hours=1)), sorted(steps(site))) == (1, ["Gallery", "Map"])


def _is_gallery(facts: Any) -> bool:
    return any(fact.title == "Gallery" for fact in facts[1])


def test_a_worker_that_comes_back_finds_what_waits(open_house: House) -> None:
    with open_house.agency.entered():
        site = connection.connect(open_house.project, system="github", by=open_house.oleg, at=NOW)
    arrive(site, "push", push(commit("1", "gallery")), number="1")
    arrive(site, "push", push(commit("2", "map")), number="2")
    assert _of(open_house.agency, site) == []
    work()
    assert _of(open_house.agency, site) == ["Gallery", "Map"]


def test_the_job_enters_the_agency(open_house: House) -> None:
    with open_house.agency.entered():
        site = connection.connect(open_house.project, system="github", by=open_house.oleg, at=NOW)
        event = arrive(site, "push", github("push"))
        assert event is not None
    jobs.translate(str(open_house.agency.pk), str(event.pk))
    with open_house.agency.entered():
        assert steps(site) == ["Initial commit"]


def test_the_sweep_reaches_every_agency_and_mixes_nothing(open_house: House) -> None:
    with open_house.agency.entered():
        ours = connection.connect(open_house.project, system="github", by=open_house.oleg, at=NOW)
    with open_house.elsewhere.entered():
        theirs = connection.connect(open_house.rival_project, system="github", by=open_house.marta, at=NOW)
    arrive(ours, "push", push(commit("1", "gallery")))
    arrive(theirs, "push", push(commit("2", "banner")))
    assert translation.sweep(at=NOW + timedelta(hours=1)) == 2
    assert (_of(open_house.agency, ours), _of(open_house.elsewhere, theirs)) == (["Gallery"], ["Banner"])
    assert (_of(open_house.agency, theirs), _of(open_house.elsewhere, ours)) == ([], [])


def _of(agency: Agency, site: Connection) -> list[str]:
    with agency.entered():
        return steps(site)


def test_a_job_of_another_agency_does_nothing(site: Connection, house: House) -> None:
    event = arrive(site, "push", github("push"))
    assert event is not None
    with tenancy.entered(UUID(str(house.elsewhere.pk))):
        assert translation.translate(event.pk, at=LATER) == 0
    assert steps(site) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_broken_body_is_refused(body: bytes) -> None:
    with pytest.raises(letter.BrokenBody):
        letter.payload_of(body)


def test_what_the_database_cannot_hold_is_left_out(site: Connection) -> None:
    body = json.dumps(push(commit("1", "gal\0lery \ud83d"))).encode()
    event = delivery.receive(site, SENDERS["github"].read({"X-GitHub-Event": "push"}, body), at=NOW)
    assert event is not None
    translation.translate(event.pk, at=LATER)
    assert steps(site) == ["Gallery"]


# What is kept


def test_what_a_delivery_said_is_forgotten_after_ninety_days_and_a_replay_still_adds_nothing(site: Connection) -> None:
    payload = push(commit("1", "Opening hours"))
    assert told(site, "push", payload) == 1
    handled = NOW + timedelta(minutes=1)
    assert [event.forget(at=handled + timedelta(days=days)) for days in (89, 91, 92)] == [0, 1, 0]
    assert Event.objects.get().payload == {}
    assert (arrive(site, "push", payload), arrive(site, "push", payload, number="2")) == (None, None)


def test_what_waits_to_be_translated_is_never_forgotten(site: Connection) -> None:
    arrive(site, "push", push(commit("1", "Opening hours")))
    assert event.forget(at=NOW + timedelta(days=365)) == 0
