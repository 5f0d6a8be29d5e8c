"""Whoever guesses links is slowed down, at whichever kind of link; whoever has a good one is not, from there either."""

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from keepstep.domain.sales import brief, questionnaire
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun

KINDS = (
    "/brief/{}/", "/proposal/{}/", "/proposal/{}/proposal.pdf", "/delay-report/{}/", "/forms/{}/", "/portal/link/{}/",
    "/mark/{}/",
)  # fmt: skip
MOST = 30


def test_guesses_of_all_kinds_together_are_slowed_down_and_a_good_link_is_not(house: House) -> None:
    cache.clear()
    asked = brief.put(begun(house), questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)
    good = f"/brief/{brief.make_link(asked, at=timezone.now())}/"
    guesses = [Client().get(KINDS[n % len(KINDS)].format(f"guess-{n}")).status_code for n in range(MOST)]
    assert set(guesses) == {404, 410}
    assert [Client().get(kind.format("another")).status_code for kind in KINDS] == [429] * len(KINDS)
    assert Client().get(good).status_code == 200
    assert Client().get(KINDS[0].format("guess"), REMOTE_ADDR="192.0.2.7").status_code == 410
