"""What a demo agency consists of in one language: the shape of `en.py` and `ru.py`."""

from dataclasses import dataclass

from keepstep.domain.agency.person import Role
from keepstep.domain.clients.contact import Part


@dataclass(frozen=True)
class Colleague:
    name: str
    email: str
    roles: tuple[Role, ...]
    phone: str = ""


@dataclass(frozen=True)
class Face:
    """A person at a client."""

    name: str
    position: str
    email: str
    part: Part = Part.PROJECT
    phone: str = ""
    gets_updates: bool = True


@dataclass(frozen=True)
class Service:
    """Work of one kind; `{}` is the thing it is done on: a page, a campaign, a subject."""

    tasks: tuple[str, ...]
    steps: tuple[str, ...]
    results: tuple[str, ...]
    asks: tuple[str, ...]
    changes: str
    milestones: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """A project: its name, the kind of work and the things it is about."""

    name: str
    service: str
    things: tuple[str, ...]
    is_retainer: bool = False


@dataclass(frozen=True)
class Sheet:
    """A document that is shared: on which of the client's days, for which of its works, and what is written in it."""

    age: int
    title: str
    lines: tuple[str, ...]
    work: int | None = None

    @property
    def file_name(self) -> str:
        return f"{self.title}.pdf"


@dataclass(frozen=True)
class Enclosed:
    """A picture of a page that goes with an update, with a line about it: its heading, and `tiles` beneath it. `better`
    follows it an hour later with a correction."""

    title: str
    heading: str
    tiles: tuple[str, ...]
    line: str
    better: Sheet
    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    """Comes in by mail so many working days before the demo's; `is_automatic` is what a machine has written."""

    sender_name: str
    sender: str
    subject: str
    words: str
    ago: int = 0
    hour: float = 0
    is_automatic: bool = False


@dataclass(frozen=True)
class Client:
    """`words` are what only this client's fate says, by name."""

    name: str
    business: str
    site: str
    about: str
    faces: tuple[Face, ...]
    works: tuple[Work, ...]
    words: dict[str, str]
    sheets: tuple[Sheet, ...] = ()
    enclosed: Enclosed | None = None


@dataclass(frozen=True)
class Talk:
    """What is said in passing: talks, questions and their answers. What begins with `approval` is to be approved;
    `subject` is that of a client's own letter, `wrote` what a mail program puts above what is answered."""

    first_call: str
    calls: tuple[str, ...]
    meetings: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    thanks: tuple[str, ...]
    approval: str
    outcomes: tuple[str, ...]
    subject: str
    wrote: str


@dataclass(frozen=True)
class Content:
    """`clients` by the name of their fate; the first of `managers` is whom one signs in as."""

    language: str
    agency: str
    zone: str
    country: str
    currency: str
    owner: Colleague
    head: Colleague
    managers: tuple[Colleague, Colleague, Colleague]
    producers: tuple[Colleague, Colleague]
    seller: Colleague
    specialist: Colleague
    services: dict[str, Service]
    clients: dict[str, Client]
    talk: Talk
    mailbox: str
    strangers: tuple[Letter, ...]
    sheet_foot: str
