"""Papers that both have signed: contracts with their addenda, and the files of acts."""

from typing import NamedTuple

from django.utils import translation

from keepstep.client_desk import ClientDesk
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.outlet.agreement import act as act_paper
from keepstep.outlet.agreement import contract as paper

MOST = 50


class Signed(NamedTuple):
    """A contract, with the files of its signatures."""

    contract: Contract
    title: str
    files: list[ContractMark]


class SignedAct(NamedTuple):
    title: str
    file: ActMark


class Papers(NamedTuple):
    contracts: list[Signed]
    acts: list[SignedAct]


def of(desk: ClientDesk) -> Papers:
    contracts = list(desk.contracts().select_related("to").order_by("-day", "-at", "-pk")[:MOST])
    files: dict[object, list[ContractMark]] = {}
    for one in desk.contract_files().filter(contract__in=contracts).order_by("at", "pk"):
        files.setdefault(one.contract_id, []).append(one)
    acts = desk.act_files().select_related("act").order_by("-at", "-pk")[:MOST]
    return Papers(
        [Signed(one, title(one), files.get(one.pk, [])) for one in contracts],
        [SignedAct(_of_act(one), one) for one in acts],
    )


def title(contract: Contract) -> str:
    """In the contract's own language."""
    with translation.override(contract.language):
        return paper.title(contract)


def _of_act(known: ActMark) -> str:
    with translation.override(known.act.language):
        return act_paper.title(known.act)
