"""A contract, an addendum or an act, ready to be set: its blocks, both parties, the lines of what was done (§5.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keepstep.outlet.agreement.blocks import Block, blocks
from keepstep.outlet.agreement.words import Side, heads, party_rows


@dataclass(frozen=True)
class Party:
    head: str
    name: str
    rows: list[tuple[str, str]]
    position: str
    signatory: str


@dataclass(frozen=True)
class Line:
    place: str
    name: str
    quantity: str
    unit: str
    price: str
    amount: str


@dataclass(frozen=True)
class Paper:
    """`pictures` are hashes of kept files; `title` names the file; `sums` stand under the lines."""

    language: str
    title: str
    watermark: str
    blocks: list[Block]
    ours: Party
    client: Party
    lines: list[Line]
    sums: list[tuple[str, str]]
    pictures: dict[str, str]
    heads: dict[str, str]


def of_text(
    text: str, values: Mapping[str, str], *, title: str, language: str, ours: Side, theirs: Side, watermark: str = "",
    lines: list[Line] | None = None, sums: list[tuple[str, str]] | None = None,
) -> Paper:  # fmt: skip
    """In the language that is active, which is the document's."""
    said = heads()
    return Paper(
        language=language,
        title=title,
        watermark=watermark,
        blocks=blocks(text, values),
        ours=_party(said["ours"], ours),
        client=_party(said["client"], theirs),
        lines=lines or [],
        sums=sums or [],
        pictures={name: str(ours.get(name, "")) for name in ("logo", "stamp", "signature")},
        heads=said,
    )


def _party(head: str, side: Mapping[str, Any]) -> Party:
    return Party(
        head=head,
        name=str(side.get("name", "")),
        rows=party_rows(side),
        position=str(side.get("position", "")),
        signatory=str(side.get("signatory", "")),
    )
