"""The parts of a letter to a lead, or of a deal, that goes to a chat (`agency.part`)."""

from typing import ClassVar

from django.db import models

from keepstep.domain.agency.part import Part
from keepstep.domain.agency.row import Key
from keepstep.domain.sales.sales_letter import SalesLetter


class LetterPart(Part):
    letter = Key(SalesLetter, models.CASCADE, related_name="parts")

    class Meta:
        db_table = "sales_letter_part"
        ordering = ("place",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "letter", "place"], name="a_letter_has_a_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.letter_id} {self.place}"
