"""What was given to us once is sealed, and nothing but `reveal()` shows it."""

import copy
import pickle
from typing import Any

import pytest
from django.db import connection

from keepstep.domain.agency.sealed import HIDDEN, CannotOpen, Sealed, Secret

TOKEN = "123456789:AAF-токен"


def test_a_secret_opens_again_and_its_seal_says_nothing() -> None:
    secret = Secret.of(TOKEN)
    assert secret.reveal() == TOKEN
    assert TOKEN not in secret.seal
    assert Secret.of(TOKEN).seal != secret.seal


def test_no_page_log_or_copy_shows_it() -> None:
    secret = Secret.of(TOKEN)
    assert [str(secret), f"{secret}", repr(secret)] == [HIDDEN, HIDDEN, f"Secret({HIDDEN})"]
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)


def test_what_a_former_key_sealed_opens_as_long_as_it_is_named(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the former one", []
    secret = Secret.of(TOKEN)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the present one", ["the former one"]
    assert secret.reveal() == TOKEN
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CannotOpen):
        secret.reveal()


def test_what_somebody_has_tampered_with_does_not_open() -> None:
    seal = Secret.of(TOKEN).seal
    with pytest.raises(CannotOpen):
        Secret(seal[:-5] + ("A" if seal[-5] != "A" else "B") + seal[-4:]).reveal()


def test_the_column_keeps_the_seal_and_refuses_a_plain_text() -> None:
    column, secret = Sealed(null=True), Secret.of(TOKEN)
    assert column.get_prep_value(secret) == secret.seal
    assert column.get_prep_value(None) is None
    assert [kept.reveal() for kept in [column.from_db_value(secret.seal, None, connection)] if kept] == [TOKEN]
    with pytest.raises(TypeError):
        column.get_prep_value(TOKEN)
