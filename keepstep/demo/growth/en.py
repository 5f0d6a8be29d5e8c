"""What the clients of Lighthouse Digital follow."""

from keepstep.demo.growth.followed import Followed, Growth

GROWTH = Growth(
    followed=(
        Followed("model", "New patients", "", 96, 1.9, is_size=True, target=1.06),
        Followed("model", "Cost of an enquiry", "€", 31, -1.6, better="down", target=1.01, is_fresh=True),
        Followed("growing", "Orders", "", 640, 5.5, is_size=True, target=0.97, due=-1),
        Followed("told", "Income", "k €", 118, 0.3, is_size=True, target=1.15),
        Followed("asking", "Bookings", "", 210, 1.6, is_size=True, target=0.99, is_fresh=True),
        Followed("slipping", "Enquiries", "", 58, 1.2, target=1.25, due=-2, ago=6),
        Followed("third", "Leads", "", 140, 2.2, is_size=True, target=1.1),
    ),
    said=(
        "They are content with the results and want more of what brings enquiries.",
        "The numbers are above what they had hoped for; the second branch opens next year.",
        "Less came of it than planned: the season was weak. They want to see the cost of a lead every week.",
    ),
    plan=(
        "A landing page for each service, and a second language.",
        "Search promotion for the two strongest services; a review of prices in the shop.",
        "Fewer campaigns, each with a goal of its own; a talk every fortnight.",
    ),
    answer="A producer of their own from next quarter, and an offer for the warehouse in two weeks.",
    carried="Carried over from the former books",
)
