"""Each duty has its words, in both languages."""

import pytest
from django.utils import translation

from keepstep.duties.catalogue import Duty, catalogue

WORDS = ("title", "why", "cadence", "owner", "measure")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("duty", catalogue().values(), ids=lambda duty: duty.code)
def test_a_duty_says_its_words_in_english_and_in_russian(duty: Duty, word: str) -> None:
    with translation.override("en"):
        english = str(getattr(duty, word))
    with translation.override("ru"):
        russian = str(getattr(duty, word))
    assert english != ""
    assert russian not in {"", english}
