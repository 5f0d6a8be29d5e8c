"""Letters of the demo come in as they were written."""

from keepstep.demo import letters, ru
from keepstep.domain.talk.incoming import Incoming
from tests.cast import House


def test_a_long_subject_keeps_the_spaces_between_its_words(house: House) -> None:
    for letter in ru.CONTENT.strangers:
        letters.come(house.agency, ru.CONTENT, letter, at=house.at)
    written = {letter.subject for letter in ru.CONTENT.strangers}
    assert set(Incoming.objects.values_list("subject", flat=True)) == written
