"""Signatures of the Standard Webhooks: the known answer of their own libraries, and whatever is a little off."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from keepstep.intake.standard_webhooks import NotAToken, is_signed, key_of

TOKEN, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
SENT = datetime.fromtimestamp(1614265330, UTC)
OWN = HEADERS["webhook-signature"]


def test_the_known_answer() -> None:
    assert is_signed(HEADERS, BODY, token=TOKEN, at=SENT)


@pytest.mark.parametrize(("late", "counts"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_it_counts_for_five_minutes_by_either_clock(late: int, counts: bool) -> None:
    assert is_signed(HEADERS, BODY, token=TOKEN, at=SENT + timedelta(seconds=late)) is counts


@pytest.mark.parametrize(
    ("signatures", "counts"),
    [
        (f"v1,AAAA {OWN}", True), (f"v1a,AAAA {OWN} v1,é", True), (OWN.replace("v1,", "v2,"), False),
        (OWN.removeprefix("v1,"), False), (OWN[:-2], False), ("", False),
    ],
)  # fmt: skip
def test_one_of_several_signatures_is_enough(signatures: str, counts: bool) -> None:
    assert is_signed({**HEADERS, "webhook-signature": signatures}, BODY, token=TOKEN, at=SENT) is counts


@pytest.mark.parametrize(
    "wrong",
    [{"webhook-id": "msg_2"}, *({"webhook-timestamp": sent} for sent in ("1614265331", "", "x", "²", "9" * 5000))],
)
def test_the_id_and_the_moment_are_signed_too(wrong: dict[str, str]) -> None:
    assert not is_signed({**HEADERS, **wrong}, BODY, token=TOKEN, at=SENT)


def test_another_body_or_another_token_is_refused() -> None:
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert [is_signed(HEADERS, BODY + b" ", token=TOKEN, at=SENT), is_signed(HEADERS, BODY, token=other, at=SENT)] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    "wrong",
    ["", "whsec_", TOKEN.removeprefix("whsec_"), "whsec_MfKQ9r8G", "whsec_é", TOKEN + "!", "WHSEC_" + TOKEN[6:]],
)
def test_what_is_no_token_is_refused(wrong: str) -> None:
    with pytest.raises(NotAToken):
        key_of(wrong)
