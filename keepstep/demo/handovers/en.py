"""Handovers of the English demo."""

from decimal import Decimal

from keepstep.demo.handovers.transfer import Transfer

PROOF = (
    "A call of forty minutes",
    "Version 3, accepted by letter",
    "Signed by both",
    "The first half is on the account",
)
CONTRACT = (
    "Contract", "Subject of the contract: %(work)s.", "Until all obligations are fulfilled.", "Signed by both sides.",
    "scan of the signed contract",
)  # fmt: skip
CALLED = "Said hello, went through the promises."
TRANSFERS = (
    Transfer(
        "Search and content for a bike workshop", "Radwerk", (
            ("Hanna Roth", "hanna@radwerk.example", "decider", "owner"),
            ("Emil Roth", "emil@radwerk.example", "project", "runs the workshop"),
        ), Decimal(9600),
        "Repairs in the city, e-bikes above all. In summer they turn people away; they want to fill the winter."
        " Hanna decides within a day, Emil knows the customers. Burnt by an agency that never wrote.",
        (
            ("The first three texts", 8), ("A list of the winter months' searches", 4),
            ("Photos of the workshop free of charge", None),
        ),
        manager=0, won=9, assigned=7, offered=4, services=((0, Decimal(800)),), is_retainer=True,
    ),
    Transfer(
        "New site for a choir", "Stadtchor", (("Vera Lind", "lind@stadtchor.example", "project", "secretary"),),
        Decimal(4200), "A site with a calendar of concerts and tickets. The board meets once a month.",
        (("Open before the Easter concert", 22),),
        manager=1, won=20, assigned=16, offered=12, returned=3,
        questions="Who signs off the design, if the board meets once a month? And who writes the texts?",
    ),
    Transfer(
        "Ads for a language school", "Parlare", (("Gia Moretti", "gia@parlare.example", "decider", "director"),),
        Decimal(6000), "Evening courses in spring. Enough calls, too few from companies.",
        (("A call from companies costs 40 at most", 30),),
        manager=2, won=40, assigned=38, offered=37, accepted=30, called=28,
        steps=("Access to the ad account", "Campaign for companies is planned"), services=((1, Decimal(1500)),),
        asked="We run a language school and would like companies to call us. What would ads cost?",
    ),
    Transfer(
        "Shop for a tea house", "Teehaus Linde", (("Jo Linde", "jo@linde.example", "decider", "owner"),),
        Decimal(12500), "Moves from a market place to a shop of their own. Packs alone, so few orders a day at first.",
        (("The shop opens", 35), ("Half of the products are put in by us", 15)),
        manager=1, won=56, assigned=34, offered=33, accepted=26, called=24,
        steps=("List of products is in", "Structure of the shop is drawn"),
        asked="I sell tea on a market place and want a shop of my own by summer. Do you do that?",
    ),
    Transfer(
        "Reviews and maps for a clinic", "Hausarzt am Park",
        (("Dr Noor Adel", "noor@park.example", "decider", "doctor"),),
        Decimal(2800), "New district, few patients yet. Answers reviews herself and wants help with it.",
        (("Each review is answered within two days", None),),
        manager=2, won=20, assigned=18, offered=16, accepted=2, is_retainer=True,
    ),
)  # fmt: skip
