"""Pipelines, stages and reasons of losses, as own management settles them."""

from collections.abc import Callable

from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Gate, Pipeline, Stage
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, stages, too_dear

Of = Callable[[Person], Client]


def test_a_pipeline_is_added_named_and_archived_while_it_is_empty(house: House, client_of: Of) -> None:
    begun(house)
    oleg = client_of(house.oleg)
    oleg.post("/settings/pipelines/new/", {"name": "Retainers"})
    made = Pipeline.objects.get(name="Retainers")
    assert "already" in oleg.post("/settings/pipelines/new/", {"name": "RETAINERS"}).content.decode()
    oleg.post(f"/settings/pipelines/{made.pk}/", {"name": "Support"})
    usual = Pipeline.objects.exclude(pk=made.pk).get()
    oleg.post(f"/settings/pipelines/{usual.pk}/closing/")
    assert Pipeline.objects.still_open().count() == 2
    oleg.post(f"/settings/pipelines/{made.pk}/closing/")
    assert list(Pipeline.objects.still_open()) == [usual]
    oleg.post(f"/settings/pipelines/{made.pk}/opening/")
    assert Pipeline.objects.still_open().get(name="Support") == made


def test_a_stage_keeps_its_gate_and_changes_its_norm(house: House, client_of: Of) -> None:
    first, oleg = stages(house)[0], client_of(house.oleg)
    along = first.pipeline_id
    said = {"name": "Call planned", "gate": "1", "norm": "2", "probability": "30"}
    oleg.post(f"/settings/pipelines/{along}/stages/", said)
    made = Stage.objects.get(name="Call planned")
    oleg.post(f"/settings/stages/{made.pk}/", {"name": "Call", "gate": "5", "norm": "", "probability": "35"})
    oleg.post(f"/settings/stages/{made.pk}/place/")
    made.refresh_from_db()
    assert (made.name, made.gate, made.norm, made.probability) == ("Call", Gate.CLARIFIED, None, 35)
    assert [one.name for one in Stage.objects.filter(gate=1)] == ["Request clarified", "Call", "Proposal sent"]
    oleg.post(f"/settings/stages/{made.pk}/closing/")
    assert made not in Stage.objects.still_open()
    oleg.post(f"/settings/stages/{made.pk}/opening/")
    assert made in Stage.objects.still_open()
    assert oleg.post(f"/settings/stages/{made.pk}/", {"name": "Call", "probability": "101"}).status_code == 422


def test_reasons_of_losses_are_the_agencys_own(house: House, client_of: Of) -> None:
    dear, oleg = too_dear(house), client_of(house.oleg)
    assert oleg.post("/settings/loss-reasons/new/", {"name": "Moved abroad"})["Location"] == "/settings/deals/"
    oleg.post(f"/settings/loss-reasons/{dear.pk}/closing/")
    assert dear not in LossReason.objects.still_open()
    page = oleg.get("/settings/deals/").content.decode()
    assert ("Moved abroad" in page, "Too expensive" in page, "New request" in page) == (True, True, True)
