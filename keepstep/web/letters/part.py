"""Files of a letter that is no client's word: judged as all files that are given to us, read from the letter itself."""

from typing import Any, NamedTuple

from keepstep.domain.talk.file_kind import Judged, Refusal, judge
from keepstep.domain.talk.incoming import BIGGEST
from keepstep.intake.mail.mail import Mail


class Part(NamedTuple):
    """`place` is where it stands among the letter's files; what is refused says why."""

    place: int
    judged: Judged
    content: bytes

    @property
    def name(self) -> str:
        return self.judged.name

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def refused(self) -> Any:
        return Refusal(self.judged.refusal).label if self.judged.refusal else ""


def of(mail: Mail, *, size: int) -> list[Part]:
    """A letter that was cut has no whole file; the logo of a signature is none."""
    if size > BIGGEST:
        return []
    return [
        Part(place, judge(one.name, one.content), one.content)
        for place, one in enumerate(mail.enclosures)
        if not one.is_drawn
    ]
