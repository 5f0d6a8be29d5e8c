"""What became of each client: a function a fate, called for every working day of the half year.

`day.ago` counts the working days until the demo's day, which is 0.
"""

from keepstep.demo.fates import going, steady, waiting
from keepstep.demo.fates.fate import Fate
from keepstep.domain.talk.touchpoint import Form

FATES: dict[str, Fate] = {
    "model": Fate(steady.model, starts=124, manager=0, producer=0, is_told_early=True),
    "told": Fate(waiting.told, starts=118, manager=0, producer=1),
    "growing": Fate(steady.growing, starts=112, manager=0, producer=0, is_told_early=True, writes_by=Form.TELEGRAM),
    "asking": Fate(steady.asking, starts=84, manager=0, producer=1),
    "slipping": Fate(steady.slipping, starts=76, manager=0, producer=0),
    "unplanned": Fate(steady.unplanned, starts=70, manager=0),
    "third": Fate(waiting.third, starts=48, manager=0, producer=1),
    "fresh": Fate(steady.fresh, starts=3, manager=0),
    "silent": Fate(going.silent, starts=64, manager=1, producer=0),
    "untold": Fate(waiting.untold, starts=72, manager=1, producer=1),
    "both": Fate(waiting.both, starts=56, manager=2, producer=0, is_told_early=True),
    "leaving": Fate(going.leaving, starts=96, manager=2, producer=1),
    "paused": Fate(going.paused, starts=66, manager=2, producer=0),
}
