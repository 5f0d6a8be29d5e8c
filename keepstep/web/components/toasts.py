"""What was said after an act travels with the answer: as an event of a fragment, with the next page otherwise."""

import json
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def say(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        leaves = response.status_code in {301, 302} or response.headers.get("HX-Redirect")
        if request.headers.get("HX-Request") and not leaves:
            said = [
                {"text": str(message), "level": message.level_tag, "undo": message.extra_tags}
                for message in get_messages(request)
            ]
            if said:
                events = json.loads(response.headers.get("HX-Trigger", "{}"))
                response.headers["HX-Trigger"] = json.dumps({**events, "toast": {"said": said}})
        return response

    return middleware
