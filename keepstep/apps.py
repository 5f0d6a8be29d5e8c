"""The one Django app."""

from django.apps import AppConfig

from keepstep.locale import months


class Keepstep(AppConfig):
    name = "keepstep"
    label = "keepstep"

    def ready(self) -> None:
        months.name_as_people_do()
