"""How each client of the demo buys, month by month: who grows, who falls, who stands still."""

from dataclasses import dataclass

SEO, ADS, CARE, ARTICLE, DESIGN, HOUR, AUDIT = range(7)
"""Places in the catalogue."""


@dataclass(frozen=True)
class Course:
    """`monthly` is agreed as retainers; of `also` so much comes on top in each month since the client came, the last
    going on. `pays` is after how many working days, `growth` the target in per cent. One without anything pays
    what `bills` say."""

    monthly: tuple[int, ...] = ()
    also: tuple[int, tuple[int, ...]] | None = None
    pays: int = 4
    growth: int = 0


COURSES: dict[str, Course] = {
    "model": Course(growth=3),
    "told": Course(),
    "growing": Course((SEO,), (ARTICLE, (1, 3, 5, 7, 10, 13, 16)), pays=3, growth=5),
    "asking": Course((SEO,), (ARTICLE, (9, 6, 4, 2)), pays=6),
    "slipping": Course((ADS,), (DESIGN, (1, 2, 1))),
    "unplanned": Course((CARE,), None, pays=8),
    "third": Course((SEO,), (ARTICLE, (2, 3)), pays=5),
    "silent": Course((ADS,), (HOUR, (10, 8, 6)), pays=9),
    "untold": Course((SEO,), (ARTICLE, (3,)), pays=7),
    "both": Course((SEO, ADS), (ARTICLE, (2,)), pays=5),
    "leaving": Course((ADS,), (HOUR, (24, 18, 13, 8, 4, 2)), pays=10),
    "paused": Course((SEO,), None),
}
