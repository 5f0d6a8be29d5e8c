"""What another system says, as its fields are read: text, addresses, telephones, days and money."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError as Invalid
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator

from keepstep.api.door import ApiRequest, Wrong
from keepstep.domain.sales.source import Source
from keepstep.intake.sheet.telephone import international

_is_url = URLValidator(schemes=["http", "https"])


def plain(text: str) -> str:
    if "\0" in text:
        raise ValueError("A character that no text has.")
    return text.strip()


def _email(text: str) -> str:
    try:
        validate_email(text)
    except Invalid as why:
        raise ValueError(_("%(text)s is no e-mail address.") % {"text": text[:100]}) from why
    return text


def _site(text: str) -> str:
    try:
        if text:
            _is_url(text)
    except Invalid as why:
        raise ValueError("No address on the web.") from why
    return text


def text(longest: int, *, least: int = 0) -> Any:
    """Without the space around it, which counts for nothing."""
    return Annotated[str, Field(max_length=longest), AfterValidator(plain), Field(min_length=least)]


Mail = Annotated[str, Field(max_length=254), AfterValidator(plain), AfterValidator(_email)]
Site = Annotated[str, Field(max_length=200), AfterValidator(plain), AfterValidator(_site)]


class Faults(Schema):
    errors: dict[str, list[str]]


def phone_of(request: ApiRequest, said: str, *, field: str) -> str:
    """As E.164 writes it; a number without a country code is read as of the agency's country."""
    number = international(said, request.desk.country)
    if not number:
        raise Wrong(field, _("%(text)s is no telephone number.") % {"text": said})
    return number


def source_of(request: ApiRequest, name: str) -> Source:
    found = request.desk.sources().filter(name__iexact=name).first()
    if found is None:
        raise Wrong("source", _("There is no source “%(name)s”: add it in the settings.") % {"name": name})
    return found  # type: ignore[no-any-return]
