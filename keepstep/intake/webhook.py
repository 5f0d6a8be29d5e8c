"""Any other system: one signed JSON object a step, as `docs/webhooks.md` describes it."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from keepstep.domain.delivery.step import Kind
from keepstep.intake.fact import Fact, OddPayload, Payload, moment, text, told
from keepstep.intake.letter import Letter, is_signature, letter, payload_of
from keepstep.intake.title import LONGEST

EVENTS = frozenset({"step"})
MERGE = ""
TIPS: tuple[str, ...] = ()


def is_signed(headers: Mapping[str, str], body: bytes, *, secret: str) -> bool:
    return is_signature(headers.get("X-Keepstep-Signature", ""), body, secret=secret)


def read(headers: Mapping[str, str], body: bytes) -> Letter:
    """Raises BrokenBody."""
    payload = payload_of(body)
    name = text(payload, "event") if "event" in payload else "step"
    return letter(body, payload=payload, name=name, delivery=headers.get("X-Keepstep-Delivery", ""))


def facts(name: str, payload: Payload, *, tips: Collection[str] = ()) -> list[Fact]:
    """One step. Raises OddPayload."""
    key, title = _required(payload, "id"), _required(payload, "title")
    kind = text(payload, "kind") or Kind.OTHER
    if kind not in Kind.values:
        known = {"kind": kind[:40], "known": ", ".join(Kind.values)}
        raise OddPayload(_("There is no kind “%(kind)s”; there are %(known)s.") % known)
    at = moment(payload.get("at"))
    if payload.get("at") is not None and at is None:
        raise OddPayload(_("“at” is not a moment like 2026-03-02T09:00:00+01:00."))
    return told(
        Fact(
            title=" ".join(title.split())[:LONGEST],
            kind=kind,
            key=f"webhook:{text(payload, 'source')[:60]}:{key}",
            at=at,
            author=text(payload, "author"),
            url=text(payload, "url"),
        )
    )


def commits(name: str, payload: Payload) -> list[str]:
    return []


def tips(payload: Payload) -> tuple[str, ...]:
    return ()


def _required(payload: Payload, name: str) -> str:
    found = payload.get(name)
    words = str(found) if isinstance(found, int) and not isinstance(found, bool) else text(payload, name).strip()
    if not words or len(words) > LONGEST or (name == "id" and len(words) > 100):
        raise OddPayload(_("“%(place)s” is missing or is not what it should be.") % {"place": name})
    return words
