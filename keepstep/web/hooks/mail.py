"""Where a mail provider hands us letters: the message itself, or JSON around it; only the signature counts."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from keepstep.domain.agency import mail_hook
from keepstep.intake.letter import BrokenBody, is_signature
from keepstep.intake.mail import handed, receipt
from keepstep.web.hooks.views import BROKEN, KEPT, KNOWN_ALREADY, NOBODY_HERE, NOT_SIGNED, TOO_BIG, answer


@csrf_exempt
@require_POST
def create(request: HttpRequest, address: str) -> HttpResponse:
    found = mail_hook.find(address)
    if found is None:
        return answer(NOBODY_HERE, "there is no such address")
    try:
        body = request.body
    except RequestDataTooBig:
        return answer(TOO_BIG, "the letter is too big")
    except UnreadablePostError:
        return answer(BROKEN, "the letter ended before its end")
    if not is_signature(request.headers.get("X-Keepstep-Signature", ""), body, secret=found.secret):
        return answer(NOT_SIGNED, "the signature is wrong")
    try:
        raw = handed.letter(body, content_type=request.content_type or "")
    except BrokenBody:
        return answer(BROKEN, "the body is neither a message nor a JSON object with one")
    kept = receipt.receive(found.agency_id, raw, mailbox=f"hook:{found.address}", at=timezone.now())
    return answer(KEPT, "kept") if kept else answer(KNOWN_ALREADY, "known already")
