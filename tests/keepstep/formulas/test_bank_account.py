"""The key of a Russian account fits its bank, and no single wrong digit does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.formulas.bank_account import account_fits, correspondent_fits


@pytest.mark.parametrize(
    ("correspondent", "bic"),
    [
        ("30101810400000000225", "044525225"),
        ("30101810145250000974", "044525974"),
        ("40102810445370000059", "017003983"),
    ],
)
def test_correspondent_accounts_of_real_banks_fit(correspondent: str, bic: str) -> None:
    assert correspondent_fits(correspondent, bic)


def test_the_key_is_the_ninth_digit_and_only_one_fits() -> None:
    accounts = [f"40702810{key}38000060473" for key in range(10)]
    assert [account for account in accounts if account_fits(account, "044525225")] == ["40702810438000060473"]


@given(st.from_regex(r"\A[0-9]{20}\Z"), st.from_regex(r"\A04[0-9]{7}\Z"), st.integers(0, 19), st.integers(1, 9))
def test_a_wrong_digit_is_seen(account: str, bic: str, place: int, more: int) -> None:
    wrong = account[:place] + str((int(account[place]) + more) % 10) + account[place + 1 :]
    assert not (account_fits(account, bic) and account_fits(wrong, bic))
