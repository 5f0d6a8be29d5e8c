"""What the stages of a file are with us: proposed by their names, chosen by whoever loads it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.intake.deal_sheet.fields import Field
from keepstep.intake.sheet.table import Row, folded

WON, LOST = "won", "lost"
"""Where a stage says only that it is over; anything else is the key of a stage of ours."""
OVER = (
    (LOST, re.compile(r"закрыто и не реализован|провал|проигр|отказ|\blost\b|не реализован|спам")),
    (WON, re.compile(r"успешно реализован|сделка успешна|выигр|\bwon\b")),
)
LIKE = (
    (Gate.PAID, re.compile(r"^оплачен|оплата получена|^в работе$|финальный счет|^paid$")),
    (Gate.CONTRACTED, re.compile(r"договор (подписан|заключен)|счет на предоплату|contract (signed|concluded)")),
    (Gate.AGREED, re.compile(r"согласование договора|(цена|кп|смета) согласован|contract sent|agreed")),
    (
        Gate.CLARIFIED,
        re.compile(
            r"переговор|бриф|квалиф|принимают решение|подготовка документов|qualified|needs defined|presentation|"
            r"proposal|negotiation|decision|clarified|уточн|(кп|предложение) (отправлен|сделан)"
        ),
    ),
    (Gate.NEW, re.compile(r"нов|первич|неразобран|\bnew\b|lead in|appointment|contact made")),
)


class Said(NamedTuple):
    """A stage as the file calls it, within its pipeline, and on how many rows."""

    pipeline: str
    stage: str
    rows: int

    @property
    def key(self) -> str:
        return key_of(self.pipeline, self.stage)

    @property
    def words(self) -> str:
        return f"{self.pipeline}: {self.stage}" if self.pipeline else self.stage


def key_of(pipeline: str, stage: str) -> str:
    return f"{folded(pipeline)}\n{folded(stage)}"


def said(rows: Iterable[Row], fields: Sequence[str]) -> list[Said]:
    """Every stage of the file, in the order in which they come; none where no column holds one."""
    along, places = _place(fields, Field.PIPELINE), _place(fields, Field.STAGE)
    if places is None:
        return []
    counted: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for row in rows:
        pipeline, stage = row.cells[along] if along is not None else "", row.cells[places]
        if stage:
            key = key_of(pipeline, stage)
            counted[key] += 1
            first.setdefault(key, (pipeline, stage))
    return [Said(*first[key], count) for key, count in counted.items()]


def _place(fields: Sequence[str], field: str) -> int | None:
    return fields.index(field) if field in fields else None


def proposed(one: Said, ours: Sequence[Stage]) -> str:
    """The key of the stage of ours with this name, of the pipeline with that name first; else what the name says."""
    name, along = folded(one.stage), folded(one.pipeline)
    of_it = [stage for stage in ours if folded(stage.pipeline.name) == along]
    for stage in (*of_it, *ours):
        if folded(stage.name) == name:
            return str(stage.pk)
    for over, pattern in OVER:
        if pattern.search(name):
            return over
    for gate, pattern in LIKE:
        if pattern.search(name):
            return next((str(stage.pk) for stage in (*of_it, *ours) if stage.gate == gate), "")
    return ""
