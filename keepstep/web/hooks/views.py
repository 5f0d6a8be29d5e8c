"""Where other systems tell us of work: no session, no page, only the signature counts."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from keepstep.intake import connection, delivery
from keepstep.intake.letter import BrokenBody
from keepstep.intake.senders import SENDERS, is_signed

KNOWN_ALREADY, KEPT, NOT_FOR_US = 200, 202, 204
BROKEN, NOT_SIGNED, NOBODY_HERE, TOO_BIG = 400, 401, 404, 413


@csrf_exempt
@require_POST
def create(request: HttpRequest, address: str) -> HttpResponse:
    found = connection.find(address)
    if found is None or found.system not in SENDERS:
        return answer(NOBODY_HERE, "there is no such address")
    sender = SENDERS[found.system]
    try:
        body = request.body
    except RequestDataTooBig:
        return answer(TOO_BIG, "the delivery is too big")
    except UnreadablePostError:
        return answer(BROKEN, "the delivery ended before its end")
    at = timezone.now()
    if not is_signed(found, request.headers, body, at=at):
        return answer(NOT_SIGNED, "the signature is wrong")
    try:
        letter = sender.read(request.headers, body)
    except BrokenBody:
        return answer(BROKEN, "the body is not a JSON object")
    if letter.name not in sender.EVENTS:
        return HttpResponse(status=NOT_FOR_US)
    kept = delivery.receive(found, letter, at=at)
    return answer(KEPT, "kept") if kept else answer(KNOWN_ALREADY, "known already")


def answer(status: int, words: str) -> HttpResponse:
    """For the sender's log, in English as such logs are."""
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
