"""Contracts: what was agreed in writing, numbered without gaps, and the paper kept as it was made (§5.8)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency import store
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import LegalEntity, VatWay
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.template import Template, TemplateText, text_of
from keepstep.domain.clients.account import Account
from keepstep.domain.money import numbering, parties
from keepstep.domain.sales.contract_price import NOT_AGREED, Price
from keepstep.domain.sales.deal import Deal
from keepstep.formulas.basket import Share

Print = Callable[["Contract"], bytes]


class State(models.TextChoices):
    """Where a contract stands: what its last mark left."""

    WAITING = "waiting", pgettext_lazy("contract", "awaits signing")
    SIGNED = "signed", pgettext_lazy("contract", "signed")
    ENDED = "ended", pgettext_lazy("contract", "terminated")
    WITHDRAWN = "withdrawn", pgettext_lazy("contract", "withdrawn")


class ContractQuerySet(models.QuerySet["Contract"]):
    def with_state(self) -> "ContractQuerySet":
        """Each with `left`, the state its last mark left, null while it has none."""
        return self.annotate(left=_left())

    def in_state(self, state: str) -> "ContractQuerySet":
        found = self.annotate(left=_left())
        return found.filter(Q(left=None) | Q(left=state)) if state == State.WAITING else found.filter(left=state)

    def concluded(self) -> "ContractQuerySet":
        """Those that both have signed, also if they are terminated by now."""
        return self.annotate(left=_left()).filter(left__in=(State.SIGNED, State.ENDED))

    def main(self) -> "ContractQuerySet":
        """Contracts themselves, without their addenda."""
        return self.filter(to=None)


def _left() -> Subquery:
    from keepstep.domain.sales.contract_mark import ContractMark  # a mark belongs to a contract

    marks = ContractMark.objects.filter(contract=OuterRef("pk")).order_by("-at", "-id")
    return Subquery(marks.values("leaves")[:1])


def in_force(contracts: ContractQuerySet) -> "Contract | None":
    """Of these the contract, and no addendum, that was signed last and is not terminated."""
    signed = contracts.main().in_state(State.SIGNED)
    return signed.order_by("-day", "-at", "-id").first()


def basis(account: Account) -> str:
    """How a client's papers name the contract they stand on, in the client's language; nothing without one."""
    concluded = in_force(Contract.objects.filter(account=account))
    with translation.override(account.language):
        return concluded.named if concluded else ""


class Contract(Row):
    """One that is `to` another is its addendum. `ours` and `theirs` are the requisites of its day, `text` the template
    it was made with, `digest` the paper.

    `total` is null where no sum is agreed; it holds the VAT, which is `tax`, at one `rate` or, where that is null, at
    several or none; of several, `parts` say rate, sum and VAT of each. Of contracts of earlier versions `tax` is null,
    and `vat` alone says how the sum was meant, or there are no `parts`."""

    deal = Key(Deal, models.CASCADE, related_name="contracts")
    account = Key(Account, null=True)
    to = Key("self", null=True, related_name="addenda")
    entity = Key(LegalEntity)
    text = Key(TemplateText)
    language = models.CharField(max_length=2, choices=Language)
    subject = models.CharField(max_length=2000)
    total = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    tax = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    parts = models.JSONField(default=list, db_default=[])
    currency = models.CharField(max_length=3)
    vat = models.CharField(max_length=4, choices=VatWay)
    until = models.DateField(null=True)
    number = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    day = models.DateField()
    ours = models.JSONField()
    theirs = models.JSONField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = Key(Person, null=True)
    at = models.DateTimeField()

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "contract"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "entity", "year", "serial"], condition=Q(to=None),
                name="a_number_of_a_contract_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "to", "serial"], condition=Q(to__isnull=False),
                name="a_number_of_an_addendum_is_given_once",
            ),
            models.CheckConstraint(condition=Q(total=None) | Q(total__gte=0), name="a_contract_costs_nothing_at_least"),
            models.CheckConstraint(
                condition=Q(tax=None) | Q(tax__gte=0, tax__lte=F("total")),
                name="vat_is_a_part_of_what_a_contract_costs",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["agency", "-at", "-id"], name="contract_by_day"),
            models.Index(fields=["agency", "deal", "-at"], name="contract_of_deal"),
            models.Index(fields=["agency", "account", "-at"], name="contract_of_account"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def named(self) -> str:
        """How papers name it, in the language that is active."""
        said = {"number": self.number or "–", "day": date_format(self.day, "j E Y")}
        return _("Contract No %(number)s of %(day)s") % said

    @property
    def shares(self) -> tuple[Share, ...]:
        """What is at each of several rates of VAT."""
        return tuple(
            Share(None if rate is None else Decimal(rate), Decimal(total), Decimal(vat))
            for rate, total, vat in self.parts
        )  # fmt: skip

    @property
    def state(self) -> State:
        """Of a row that was read `with_state`."""
        return State(getattr(self, "left", None) or State.WAITING)


class NotReady(Exception):
    """Something a contract cannot do without is missing; the words say what."""


@transaction.atomic
def draw_up(
    deal: Deal, *, entity: LegalEntity, template: Template, theirs: dict[str, Any], day: date, subject: str,
    by: Person | None, at: datetime, prints: Print, price: Price = NOT_AGREED, until: date | None = None,
) -> Contract:  # fmt: skip
    """It gets its number, and its paper is kept. `prints` makes the PDF: should it fail, no number is used.

    Raises NotReady.
    """
    if entity.closed_at:
        raise NotReady(_("Nothing is made in the name of %(company)s any more.") % {"company": entity})
    serial = numbering.next_number(entity, kind=numbering.Kind.CONTRACT, year=day.year)
    made = drafted(
        deal, entity=entity, template=template, theirs=theirs, day=day, subject=subject, price=price, until=until
    )
    made.serial, made.number = serial, f"{entity.number_prefix}{serial}/{day.year}"
    return _kept(made, prints, by=by, at=at)


@transaction.atomic
def add_to(
    contract: Contract, *, template: Template, day: date, subject: str, by: Person | None, at: datetime,
    prints: Print, price: Price = NOT_AGREED, until: date | None = None,
) -> Contract:  # fmt: skip
    """An addendum, numbered within its contract. Its parties are those of the contract."""
    main = Contract.objects.select_for_update(of=("self",)).select_related("deal", "entity").get(pk=contract.pk)
    last = Contract.objects.filter(to=main).aggregate(last=Max("serial"))["last"] or 0
    made = drafted(
        main.deal, entity=main.entity, template=template, theirs=main.theirs, day=day, subject=subject, price=price,
        until=until, to=main,
    )  # fmt: skip
    made.serial, made.number = last + 1, f"{main.number}–{last + 1}"
    return _kept(made, prints, by=by, at=at)


def drafted(
    deal: Deal, *, entity: LegalEntity, template: Template, theirs: dict[str, Any], day: date, subject: str,
    price: Price = NOT_AGREED, until: date | None, to: Contract | None = None,
) -> Contract:  # fmt: skip
    """As it would be made; nothing of it is written."""
    return Contract(
        deal=deal, account=deal.account, to=to, entity=entity, text=text_of(template), language=template.language,
        subject=subject, total=price.total, tax=price.tax, rate=price.rate, parts=_parts(price),
        currency=deal.currency, vat=entity.vat, until=until, year=day.year, day=day,
        ours=parties.ours(entity), theirs=parties.of_facts(theirs),
    )  # fmt: skip


def _parts(price: Price) -> list[list[str | None]]:
    return [[None if one.rate is None else str(one.rate), str(one.total), str(one.vat)] for one in price.shares]


def _kept(made: Contract, prints: Print, *, by: Person | None, at: datetime) -> Contract:
    content = prints(made)
    made.digest, made.size = store.keep(content, agency_id=made.deal.agency_id), len(content)
    made.by, made.at = by, at
    made.save(force_insert=True)
    return made
