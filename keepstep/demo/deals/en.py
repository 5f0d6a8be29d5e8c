"""Deals of the English demo."""

from decimal import Decimal

from keepstep.demo.deals.offer import Offer

OFFERS = (
    Offer("Shop for garden tools", "Green Spade", "Maud Keller", "+493020993001", Decimal(14500), 0, 5, 5,
          "Call and ask what they sell", 0, "Saw our work for a nursery.",
          answers=("We sell garden tools by post, some 900 articles, since 1998.",)),
    Offer("Search ads in two cities", "Kern Locksmiths", "Paul Kern", "+493020993002", Decimal(3200), 0, 30, 30),
    Offer("Blog and search for a clinic", "Dr Weiss Dentists", "Ida Weiss", "+493020993003", Decimal(2400), 1, 40, 16,
          "Send the proposal", 1, "Three branches; the fourth opens in spring.",
          answers=("Three dental practices in the south of the city, eleven dentists.",
                   "Patients find us themselves: today nearly all come on recommendation.",
                   "Families who live within twenty minutes of a practice.", "https://weiss-dentists.example",
                   "yes", "Within three months", "Up to 2,500 a month", "Ida Weiss, after a word with her brother")),
    Offer("New site for a law firm", "Brandt & Sohn", "Otto Brandt", "+493020993004", Decimal(18000), 2, 90, 64,
          "Ask what they think of the proposal", -2),
    Offer("Social media, half a year", "Café Morgen", "Lea Sommer", "+493020993005", Decimal(5400), 3, 100, 30,
          "Agree on the first month", 2, work="care of the café’s pages in social networks for six months",
          requisites={
              "form": "abroad", "name": "Café Morgen GmbH", "address": "Torstraße 12, 10119 Berlin",
              "tax_number": "DE811234567",
              "signatory": "Lea Sommer", "position": "Managing Director", "grounds": "the articles",
          }),
    Offer("Relaunch of a furniture shop", "Eiche Living", "Jan Eich", "+493020993006", Decimal(32000), 4, 160, 24,
          "Remind of the advance invoice", 1, "Advance of 40 %.",
          work="relaunch of the furniture shop: design, development and transfer of the catalogue",
          more="photographs of 120 articles for the catalogue",
          requisites={
              "form": "abroad", "name": "Eiche Living GmbH", "address": "Köpenicker Straße 40, 10179 Berlin",
              "tax_number": "DE812345678",
              "signatory": "Jan Eich", "position": "Managing Director", "grounds": "the articles",
          }),
    Offer("Photos for a hotel", "Seeblick Hotel", "Nina Berg", "+493020993007", Decimal(2900), 5, 120, 4,
          "Hand over to the account manager", 0,
          waived="The managing director gave her word; the contract is signed on Friday.",
          work="photographs of the hotel: shooting, retouching and delivery of 60 pictures",
          requisites={
              "form": "abroad", "name": "Seeblick Hotel KG", "address": "Seestraße 3, 14467 Potsdam",
              "tax_number": "DE813456789",
              "signatory": "Nina Berg", "position": "Managing Director", "grounds": "the articles",
          }),
    Offer("Ads for a driving school", "Fahrschule Nord", "Timo Hansen", "+493020993008", Decimal(1800), 2, 140, 60,
          reason=0, note="Found somebody for half the price."),
)  # fmt: skip
PROVED = ("By telephone", "Version 2, by letter", "Both copies signed", "The bank statement", "Accepted")
ADDRESSES = (
    "maud@green-spade.example", "paul@kern.example", "ida@dr-weiss.example", "otto@brandt.example",
    "lea@cafe-morgen.example", "jan@eiche.example", "nina@seeblick.example", "timo@fahrschule-nord.example",
)  # fmt: skip
"""Of each, by its place."""
