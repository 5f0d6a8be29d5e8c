"""Where Telegram itself tells us what a bot hears; only the secret it was given counts."""

import hmac
import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from keepstep.domain.agency import telegram_bot
from keepstep.intake.telegram import reading
from keepstep.web.hooks.views import BROKEN, KEPT, NOBODY_HERE, NOT_SIGNED, TOO_BIG, answer


@csrf_exempt
@require_POST
def create(request: HttpRequest, address: str) -> HttpResponse:
    """What fails on the way is answered as a fault, and Telegram tells it again."""
    bot = telegram_bot.find(address)
    if bot is None:
        return answer(NOBODY_HERE, "there is no such address")
    shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not hmac.compare_digest(shown.encode(), bot.secret.encode()):
        return answer(NOT_SIGNED, "the secret is wrong")
    try:
        told = json.loads(request.body)
    except RequestDataTooBig:
        return answer(TOO_BIG, "the event is too big")
    except (UnreadablePostError, ValueError):
        return answer(BROKEN, "the body is no JSON")
    if not isinstance(told, dict) or not isinstance(told.get("update_id"), int):
        return answer(BROKEN, "the body is no event")
    reading.called(bot, told, clock=timezone.now)
    return answer(KEPT, "heard")
