"""The key of a Russian bank account (Bank of Russia, rule 515 of 8 September 1997)."""

WEIGHTS = (7, 1, 3)


def account_fits(account: str, bic: str) -> bool:
    """Whether the key of a settlement account (20 digits) is right at the bank of this BIC (9 digits)."""
    return _key_fits(bic[6:9] + account)


def correspondent_fits(account: str, bic: str) -> bool:
    """Whether the key of a correspondent account (20 digits) is right at the bank of this BIC (9 digits)."""
    return _key_fits("0" + bic[4:6] + account)


def _key_fits(digits: str) -> bool:
    return sum(int(digit) * WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10 == 0
