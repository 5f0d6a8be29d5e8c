"""A link that leads nowhere: unknown, expired and ended are answered alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from keepstep import guessing


def gone(request: HttpRequest, template: str = "portal/components/gone.html") -> HttpResponse:
    if not guessing.may_go_on(request):
        return render(request, "portal/sign_in/slower.html", status=429)
    return render(request, template, status=410)
