"""A letter on its paper: the text, the same dressed with its pictures, and what is attached."""

from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart

from keepstep.domain.agency import store
from keepstep.domain.talk.enclosure import Enclosure


def picture_id(picture: Enclosure) -> str:
    """By which the text names a picture that travels with it (RFC 2392)."""
    return f"{picture.pk}@{settings.MAIL_DOMAIN}"


class Paper(EmailMultiAlternatives):
    """The pictures lie beside the dressed text, in which they are shown; what is attached lies beside both."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pictures: list[MIMEImage] = []

    def enclose(self, one: Enclosure) -> None:
        """Raises NotKept."""
        content = store.read(one.digest, agency_id=one.agency_id)
        if one.is_shown:
            self.pictures.append(_picture(one, content))
        else:
            self.attach(one.name, content, one.kind if one.kind != "text/plain" else "application/octet-stream")

    def _create_alternatives(self, msg: Any) -> Any:
        """Django knows no picture inside a text; RFC 2387 wraps both together."""
        made = super()._create_alternatives(msg)  # type: ignore[misc]
        if not self.pictures:
            return made
        together = SafeMIMEMultipart(_subtype="related", encoding=self.encoding or settings.DEFAULT_CHARSET)
        for part in (made, *self.pictures):
            together.attach(part)
        return together


def _picture(one: Enclosure, content: bytes) -> MIMEImage:
    made = MIMEImage(content, _subtype=one.kind.removeprefix("image/"))
    made.add_header("Content-ID", f"<{picture_id(one)}>")
    name = one.name if one.name.isascii() else ("utf-8", "", one.name)
    made.add_header("Content-Disposition", "inline", filename=name)
    return made
