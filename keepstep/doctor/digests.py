"""What our own people are told by mail: does it come through?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency.digest import Digest
from keepstep.outlet.digest_fault import told
from keepstep.postgres import tenancy

MOST = 3


def digests(at: datetime) -> Iterator[Finding]:
    """Of each colleague the last letter; those that are well are not spoken of."""
    with tenancy.every_agency():
        stuck = list(Digest.objects.troubled(at).select_related("person__login").order_by("queued_at"))
    if not stuck:
        return
    words = ngettext(
        "The last letter to %(n)s colleague has not come through.",
        "The last letters to %(n)s colleagues have not come through.",
        len(stuck),
    ) % {"n": len(stuck)}
    faults = [told(one) for one in stuck[:MOST]]
    yield Finding(_("notifications"), State.BROKEN, " ".join([words, *(one.words for one in faults)]), faults[0].mend)
