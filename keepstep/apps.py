"""The one Django app."""

from django.apps import AppConfig


class Keepstep(AppConfig):
    name = "keepstep"
    label = "keepstep"
