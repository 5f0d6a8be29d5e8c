"""Threads: which of our letters somebody answers, and what an answer of ours names (RFC 5322 §3.6.4)."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from keepstep.domain.agency.parcel import Parcel, ParcelQuerySet
from keepstep.domain.talk import reply_address
from keepstep.domain.talk.incoming import Incoming

LONGEST = 20
Letter = TypeVar("Letter", bound=Parcel)


def answered(among: "ParcelQuerySet[Letter]", *, addresses: Iterable[str], ids: Iterable[str]) -> Letter | None:
    """Which of these letters of ours is answered: by the token of an address, else by Message-ID, the last first."""
    keys = reply_address.sendings_in(addresses)
    found = among.in_bulk(keys)
    by_token = [found[key] for key in keys if key in found]
    return next(iter(by_token or of_message_ids(among, reversed(list(ids)))), None)


def of_message_ids(among: "ParcelQuerySet[Letter]", names: Iterable[str]) -> list[Letter]:
    """The letters of these Message-IDs, in their order; ids that are not ours are left out."""
    keys = {key: name for name in names if (key := _key(name)) is not None}
    found = among.in_bulk(list(keys))
    return [found[key] for key, name in keys.items() if key in found and _id_of(found[key]) == name]


def _id_of(letter: Any) -> str:
    return str(letter.message_id)


def headers(letter: Incoming) -> dict[str, str]:
    """In what thread an answer to this letter stands."""
    if not letter.message_id:
        return {}
    names = [*dict.fromkeys(letter.answers), letter.message_id][-LONGEST:]
    return {"In-Reply-To": letter.message_id, "References": " ".join(names)}


def _key(name: str) -> UUID | None:
    try:
        return UUID(name.strip("<>").partition("@")[0])
    except ValueError:
        return None
