"""What the doctor says about bots."""

from keepstep.doctor.finding import State
from keepstep.doctor.telegram import bots
from keepstep.domain.agency import telegram_bot
from tests.cast import House
from tests.keepstep.intake.telegram.bots import with_bot


def test_a_bot_that_works_is_well_and_one_that_does_not_says_why(house: House) -> None:
    bot = with_bot(house)
    assert [(one.state, one.words) for one in bots(house.at)] == [(State.WELL, "@lighthouse_bot works.")]
    telegram_bot.stumble(bot, fault="Unauthorized", at=house.at)
    assert [(one.state, one.words) for one in bots(house.at)] == [(State.BROKEN, "@lighthouse_bot: Unauthorized")]
