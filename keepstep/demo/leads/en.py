"""Who asks Lighthouse Digital."""

from keepstep.demo.leads.inquiry import Fate, Inquiry
from keepstep.domain.agency.wording import Wording

CONSENT = "I agree that Lighthouse Digital keeps what I have sent, to answer me."
SEARCH = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "site-redesign", "gclid": "Cj0KCQiA5rGuBhCnARIs"}
LETTER = {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "case-bakery"}

FORM = {
    "name": "Site · Contact", "title": "Ask for a quote", "hosts": ["www.lighthouse-digital.example"],
    "thanks": "Thank you! We will call you within fifteen minutes of our working time.",
}  # fmt: skip

INQUIRIES = (
    Inquiry(
        hours_ago=0.4, name="Laura Bennett", company="Alder Furniture", email="laura@alderfurniture.example",
        phone="+493055512340", consent=CONSENT, first_touch=LETTER, last_touch=SEARCH,
        message="We sell solid wood tables and our shop is ten years old. What would a new one cost, and could it be "
        "ready before the autumn fair?",
    ),
    Inquiry(
        hours_ago=0.9, name="Marc", email="marc.weber@gmail.com", consent=CONSENT, first_touch=SEARCH,
        message="Need more calls for a dental practice in Leipzig. Budget about 2,000 a month.",
    ),
    Inquiry(
        hours_ago=2.5, name="Laura Bennett", email="laura@alderfurniture.example", consent=CONSENT, last_touch=SEARCH,
        message="Sorry, forgot to say: we also need photographs of forty tables.",
    ),
    Inquiry(
        hours_ago=7, name="Yusuf Demir", company="Demir Logistics", phone="+493055512388", source=1, fate=Fate.TAKEN,
        message="Called: wants a site in German and Turkish.", met=2, said="Agreed on a video call on Thursday at ten.",
    ),
    Inquiry(
        hours_ago=15, name="Grace Holm", company="Fjord Yoga", email="grace@fjordyoga.example", source=2,
        fate=Fate.TAKEN, message="Recommended by Northwind Bakery: search advertising for three studios.",
        met=4, answer=Wording(
            "Search advertising for three studios",
            "Dear Grace,\n\nthank you for writing, and greetings to Northwind. For three studios we would begin with "
            "search advertising around each of them: here is what that brought others.\n\n"
            "- [A yoga school with four addresses](https://lighthouse-digital.example/cases/yoga)\n"
            "- [A chain of gyms](https://lighthouse-digital.example/cases/gyms)\n\n"
            "How many new guests a month would fill your courses?",
        ),
        reply="Thank you, that was quick! Some forty a month, most in the evenings. I decide next week.\n\nGrace",
    ),
    Inquiry(
        hours_ago=22, name="Best SEO Team", email="sales@rank-first.example", fate=Fate.REJECTED, consent=CONSENT,
        message="Dear Sir, we rank your website first on Google in 7 days, guaranteed.",
    ),
    Inquiry(
        hours_ago=31, name="Piotr Nowak", email="piotr.nowak@gmail.com", fate=Fate.REJECTED, reason=2, consent=CONSENT,
        message="Can you make a shop like Amazon for 500 euros?", first_touch=SEARCH,
    ),
)  # fmt: skip
