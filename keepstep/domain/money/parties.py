"""The two sides of a document, as it keeps them: their requisites of the day it was made (§5.8)."""

from collections.abc import Mapping
from typing import Any

from keepstep.domain.agency import store
from keepstep.domain.agency.legal_entity import PICTURES, LegalEntity
from keepstep.domain.agency.requisites import Requisites
from keepstep.domain.clients.payer import Payer

REQUISITES = tuple(field.name for field in Requisites._meta.local_fields)
REACHED = ("phone", "email")
Side = dict[str, Any]


def ours(entity: LegalEntity) -> Side:
    """Pictures are hashes of kept files."""
    pictures = {
        name: store.keep(bytes(picture), agency_id=entity.agency_id)
        for name in PICTURES
        if (picture := getattr(entity, name))
    }
    return _kept(entity) | {name: getattr(entity, name) for name in REACHED} | pictures


def theirs(payer: Payer | None) -> Side:
    return _kept(payer) if payer else {}


def of_facts(facts: Mapping[str, Any]) -> Side:
    """Of a company that is no payer of a client's yet."""
    return {name: str(facts.get(name) or "") for name in REQUISITES}


def _kept(row: Requisites) -> Side:
    return {name: getattr(row, name) for name in REQUISITES}
