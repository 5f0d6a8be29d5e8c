"""What the demo's agency knows of its clients: of one nearly everything, of some a little, of one what is long past."""

from datetime import timedelta

from keepstep.demo.agency import Demo
from keepstep.demo.content import Content
from keepstep.demo.dossiers import en, ru
from keepstep.domain.clients import dossier, dossier_field
from keepstep.domain.clients.account import Account

KNOWN = {"en": en.KNOWN, "ru": ru.KNOWN}
DAY = timedelta(days=1)
WRITTEN, OLD, CONFIRMED, APART = 60, 130, 12, 3
"""Days ago: when most was written, when what nobody has confirmed since, when a part was confirmed; and between two."""
FORGOTTEN = "told"
"""Of this one half has not been confirmed for long."""


def tell(demo: Demo, content: Content) -> None:
    fields = {one.code: one for one in dossier_field.offered(demo.agency)}
    for fate, said in KNOWN[demo.agency.language].items():
        account = Account.objects.get(name=content.clients[fate].name)
        for place, (code, words) in enumerate(said.items()):
            is_old = fate == FORGOTTEN and place % 2 == 0
            at = demo.at - DAY * ((OLD if is_old else WRITTEN) - place % APART)
            dossier.write(account, fields[code], words=words, by=account.manager, at=at)
            if not is_old and place % APART == 0:
                at = demo.at - DAY * (CONFIRMED - place % APART)
                dossier.confirm(account, fields[code], by=account.manager, at=at)
