"""The senders we understand, by the system of the connection, and whether it was they who sent something."""

from collections.abc import Mapping
from datetime import datetime

from keepstep.domain.agency.sealed import CannotOpen
from keepstep.intake import github, gitlab, standard_webhooks, webhook
from keepstep.intake.connection import Connection, System
from keepstep.intake.letter import Sender

SENDERS: dict[str, Sender] = {System.GITHUB: github, System.GITLAB: gitlab, System.WEBHOOK: webhook}


def is_signed(connection: Connection, headers: Mapping[str, str], body: bytes, *, at: datetime) -> bool:
    """By the token that was agreed upon, where there is none by the secret. What cannot be opened proves nothing."""
    if connection.signing_token is None:
        return SENDERS[connection.system].is_signed(headers, body, secret=connection.secret)
    try:
        token = connection.signing_token.reveal()
    except CannotOpen:
        return False
    return standard_webhooks.is_signed(headers, body, token=token, at=at)
