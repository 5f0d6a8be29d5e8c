"""Letters for the tests, written as a mail program would."""

from email.message import EmailMessage
from typing import Any

from keepstep.domain.talk.incoming import Incoming
from keepstep.intake.mail import receipt, sorting
from tests.cast import NOW, House


def written(
    words: str = "The photos come on Thursday.",
    *,
    sender: str = "Ines <ines@northwind.test>",
    to: str = "updates@lighthouse.test",
    subject: str = "Re: 2 March: menu",
    files: dict[str, bytes] | None = None,
    **fields: str,
) -> bytes:
    """A letter; further fields by name, with `_` for `-`."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = "Mon, 2 Mar 2026 09:00:00 +0100"
    for name, value in {"Message_ID": f"<{abs(hash((words, sender, subject)))}@northwind.test>", **fields}.items():
        if value:
            letter[name.replace("_", "-")] = value
    letter.set_content(words)
    for name, content in (files or {}).items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def came(house: House, letter: bytes | str | None = None, **facts: Any) -> Incoming:
    """The letter, or one of these words, comes in and is sorted; answers its row."""
    raw = letter if isinstance(letter, bytes) else written(*([letter] if letter is not None else []), **facts)
    kept = receipt.receive(house.agency.pk, raw, mailbox="test", at=NOW)
    assert kept is not None
    sorting.sort(kept.pk, at=NOW)
    return Incoming.objects.get(pk=kept.pk)
