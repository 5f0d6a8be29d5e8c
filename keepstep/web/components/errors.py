"""Stand-in."""

from django.http import HttpResponse


def not_found(request, exception=None):
    return HttpResponse("404", status=404)


def forbidden(request, exception=None):
    return HttpResponse("403", status=403)


def broken(request):
    return HttpResponse("500", status=500)
