"""What happened between us and a client: words, updates with their delivery, changes of state; newest first."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, JSONObject, NullIf
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account, State
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.mark import Said
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres.keyset import before
from keepstep.web import words

LENGTH = 25
FILES: "ArrayField[Any, Any]" = ArrayField(JSONField())
COLUMNS = (
    "source", "id", "moment", "words", "detail", "direction", "ours", "theirs", "entered_at", "unanswered_by", "origin",
    "sent", "open", "files", "enclosed", "wrong_day", "corrected", "by_itself",
)  # fmt: skip
DELIVERIES = {
    "delivered": _("delivered"),
    "waiting": _("on its way"),
    "failed": _("not delivered"),
    "uncertain": _("unclear whether it arrived"),
}
TITLES = {
    ("touch", Direction.OUT): {
        Form.EMAIL: _("We wrote"),
        Form.CALL: _("We called"),
        Form.MEETING: _("We met"),
        Form.MESSAGE: _("We sent a message"),
        Form.PORTAL: _("We answered in the portal"),
        Form.TELEGRAM: _("We wrote in Telegram"),
    },
    ("touch", Direction.IN): {
        Form.EMAIL: _("They wrote"),
        Form.CALL: _("They called"),
        Form.MEETING: _("They invited us"),
        Form.MESSAGE: _("They sent a message"),
        Form.PORTAL: _("They wrote in the portal"),
        Form.TELEGRAM: _("They wrote in Telegram"),
    },
}


class Entry(NamedTuple):
    """One thing that happened; `detail` is its form, its delivery or the state; `origin` the letter behind a word of
    theirs, `sent` that of ours; `files` came with theirs, what is `enclosed` went with ours.
    It corrects the update of the `wrong_day`, or was `corrected` itself; nobody sent what went out `by_itself`.

    `entered_at` is when it was logged, where that was later; `unanswered_by` said that it needs no answer.
    """

    kind: str
    id: UUID
    at: datetime
    words: str
    detail: str
    direction: str
    ours: str | None
    theirs: str | None
    entered_at: datetime | None
    unanswered_by: str | None
    origin: UUID | None
    sent: UUID | None
    open: bool
    files: list[Attachment]
    enclosed: list[Enclosure]
    wrong_day: date | None
    corrected: bool
    by_itself: bool
    notes: str = ""

    @property
    def is_update(self) -> bool:
        """One of the day, not what corrects it."""
        return self.kind == "update" and self.wrong_day is None

    @property
    def title(self) -> Any:
        if self.kind == "touch":
            return TITLES["touch", Direction(self.direction)][Form(self.detail)]
        if self.kind == "message":
            return TITLES["touch", Direction.OUT][Form.EMAIL]
        if self.kind == "mark":
            return _("They marked “%(update)s”") % {"update": self.detail}
        if self.wrong_day:
            return _("Correction to the update of %(day)s") % {"day": date_format(self.wrong_day, "j E")}
        return (
            _("Daily update") if self.kind == "update" else _("State: %(state)s") % {"state": State(self.detail).label}
        )

    @property
    def delivery(self) -> Any:
        return DELIVERIES[self.detail] if self.kind in {"update", "message"} else ""


def entries(account: Account, *, desk: Desk, at: datetime, after: str = "") -> tuple[list[Entry], str]:
    """At most 25 entries, and the address of the older ones, empty at the beginning of time."""
    first, *others = [_part(part, after) for part in _parts(account, desk, at)]
    found = first.union(*others, all=True).order_by("-moment", "-id")[: LENGTH + 1]
    time = desk.time_of(account)
    rows = [_entry(row, time) for row in found]
    if len(rows) <= LENGTH:
        return rows, ""
    last = rows[LENGTH - 1]
    return rows[:LENGTH], _address(account, f"{last.at.isoformat()}~{last.id}")


def _entry(row: Any, time: WorkingTime) -> Entry:
    """A row of the statement; what came or went with a word is told by the files themselves."""
    *facts, files, enclosed, wrong_day, corrected, by_itself = row
    came, went = [Attachment(**file) for file in files or ()], [Enclosure(**file) for file in enclosed or ()]
    entry = Entry._make([*facts, came, went, wrong_day, corrected, by_itself, ""])
    return entry._replace(notes=_notes(entry, time))


def _notes(entry: Entry, time: WorkingTime) -> str:
    late = words.entered(entry.at, entry.entered_at, time)
    unanswered = _("no answer needed, says %(name)s") % {"name": entry.unanswered_by} if entry.unanswered_by else ""
    corrected = _("corrected later") if entry.corrected else ""
    itself = _("went out by itself") if entry.by_itself else ""
    return " · ".join(str(note) for note in (late, unanswered, itself, corrected) if note)


def _parts(account: Account, desk: Desk, at: datetime) -> list[QuerySet[Any]]:
    """The five tables with columns of the same meaning. A delivered update is told once, as the update, a delivered
    letter as the word it was; a mark that came to a word to be answered, as that word."""
    nobody = Value("", output_field=CharField())
    never, no_key = Value(None, output_field=DateTimeField()), Value(None, output_field=UUIDField())
    none = {
        "entered_at": never, "unanswered_by": nobody, "origin": no_key, "sent": no_key, "open": Value(False),
        "files": Cast(Value(None), FILES), "enclosed": Cast(Value(None), FILES),
        "wrong_day": Value(None, output_field=DateField()), "corrected": Value(False), "by_itself": Value(False),
    }  # fmt: skip
    files = desk.attachments().filter(touchpoint=OuterRef("pk")).values(
        said=JSONObject(id="pk", name="name", size="size", refusal="refusal")
    )  # fmt: skip
    letters = desk.incoming().filter(touchpoint=OuterRef("pk")).order_by().values("pk")[:1]
    sent = desk.sendings().filter(touchpoint=OuterRef("pk"), letter__isnull=False).order_by().values("letter")[:1]
    touches = desk.touchpoints().exclude(form=Form.UPDATE).annotate(
        source=Value("touch"), moment=F("at"), words=F("summary"), detail=F("form"),
        ours=F("by__name"), theirs=F("contact__name"), origin=Subquery(letters), sent=Subquery(sent),
        entered_at=F("said_at"),
        unanswered_by=Case(When(needs_no_answer=True, then=F("settled_by__name")), default=nobody),
        open=ExpressionWrapper(Q(direction=Direction.IN, settled_at=None), output_field=BooleanField()),
        files=ArraySubquery(files), enclosed=_enclosed(desk, letter__sendings__touchpoint=OuterRef("pk")),
        wrong_day=none["wrong_day"], corrected=none["corrected"], by_itself=none["by_itself"],
    )  # fmt: skip
    on_their_way = desk.sendings().filter(letter=OuterRef("pk"), delivered_at=None, withdrawn_at=None)
    messages = desk.messages().filter(Exists(on_their_way)).annotate(
        source=Value("message"), moment=F("written_at"), words=F("subject"), detail=_delivery(desk, at, of="letter"),
        direction=Value("out", output_field=CharField()), ours=F("by__name"), theirs=F("contact__name"),
        **(none | {"sent": F("pk"), "enclosed": _enclosed(desk, letter=OuterRef("pk"))}),
    )  # fmt: skip
    updates = desk.updates().annotate(
        source=Value("update"), moment=F("written_at"), words=F("subject"), detail=_delivery(desk, at, of="update"),
        direction=nobody,
        ours=F("by__name"), theirs=nobody, **(
            {name: value for name, value in none.items() if name != "by_itself"} | {
                "enclosed": _enclosed(desk, update=OuterRef("pk")), "wrong_day": F("corrects__day"),
                "corrected": Exists(desk.updates().filter(corrects=OuterRef("pk"))),
            }
        ),
    )  # fmt: skip
    states = desk.account_states().annotate(
        source=Value("state"), moment=F("since"), words=_why(), detail=F("state"), direction=nobody,
        ours=F("by__name"), theirs=nobody, **none,
    )  # fmt: skip
    marks = desk.marks().filter(touchpoint=None, update__account=account).annotate(
        source=Value("mark"), moment=F("at"), words=_mark(), detail=F("update__subject"),
        direction=Value("in", output_field=CharField()), ours=nobody, theirs=F("contact__name"),
        **none,
    )  # fmt: skip
    return [*(part.filter(account=account) for part in (touches, updates, messages, states)), marks]


def _why() -> Case:
    """The agency's reason for which a client left, and what there is to say of it."""
    text = CharField()
    return Case(
        When(because=None, then=F("reason")),
        When(reason="", then=F("because__name")),
        default=Concat("because__name", Value(": "), "reason", output_field=text),
        output_field=text,
    )


def _enclosed(desk: Desk, **letter: Any) -> ArraySubquery:
    """What went with a letter of ours."""
    return ArraySubquery(desk.enclosures().filter(**letter).values(said=JSONObject(id="pk", name="name", size="size")))


def _mark() -> Func:
    """What was said, with the points and the word, whichever there are."""
    text = CharField()
    said = Case(*(When(said=one.value, then=Value(str(one.label))) for one in Said), default=None, output_field=text)
    points = Case(
        When(points__isnull=False, then=Concat(Cast("points", text), Value(" "), Value(str(_("of 5"))))),
        default=None, output_field=text,
    )  # fmt: skip
    word = NullIf(F("word"), Value(""))
    return Func(Value(" · "), said, points, word, function="concat_ws", output_field=text)


def _delivery(desk: Desk, at: datetime, *, of: str) -> Case:
    """The worst that is known of the sendings of an update or a letter."""
    sendings = desk.sendings().filter(**{of: OuterRef("pk")}, delivered_at=None).order_by()
    return Case(
        When(Exists(sendings.filter(failed_at__isnull=False)), then=Value("failed")),
        When(Exists(sendings.uncertain(at)), then=Value("uncertain")),
        When(Exists(sendings), then=Value("waiting")),
        default=Value("delivered"),
        output_field=CharField(),
    )


def _part(part: QuerySet[Any], after: str) -> QuerySet[Any]:
    moment, _tilde, key = after.partition("~")
    if key:
        part = part.filter(before((F("moment"), datetime.fromisoformat(moment)), (F("pk"), UUID(key))))
    return part.order_by("-moment", "-id").values_list(*COLUMNS)[: LENGTH + 1]


def _address(account: Account, after: str) -> str:
    return f"{reverse('account_timeline', args=[account.pk])}?{urlencode({'before': after})}"
