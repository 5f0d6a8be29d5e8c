"""The demo agency in English: Lighthouse Digital of Berlin."""

from keepstep.demo.content import Client, Colleague, Content, Enclosed, Face, Letter, Service, Sheet, Talk, Work
from keepstep.domain.agency.person import Role
from keepstep.domain.clients.contact import Part

SERVICES = {
    "site": Service(
        tasks=(
            "Texts for the ‘{}’ page",
            "Mock-up of the ‘{}’ page",
            "Layout of the ‘{}’ page",
            "Mobile version of the ‘{}’ page",
            "Pictures for the ‘{}’ page",
            "Enquiry form on the ‘{}’ page",
            "Loading time of the ‘{}’ page",
            "Check of the ‘{}’ page in five browsers",
            "Search description of the ‘{}’ page",
        ),
        steps=(
            "The ‘{}’ page is online on the test address",
            "Visits to the ‘{}’ page are now counted",
            "The ‘{}’ page loads in 1.4 seconds, it was 3.1",
        ),
        results=("{n} enquiries from the site this week", "{n} % more visitors read the ‘{}’ page to its end"),
        asks=("approval of the ‘{}’ page", "corrections to the texts of ‘{}’", "pictures for the ‘{}’ page"),
        changes="the corrections to ‘{}’",
        milestones=(
            "Design is agreed",
            "First pages are online",
            "The site goes live",
            "Enquiries reach the CRM",
            "Second language is online",
        ),
    ),
    "seo": Service(
        tasks=(
            "Search terms for ‘{}’",
            "Outline of the article ‘{}’",
            "Article ‘{}’",
            "Headings and descriptions for ‘{}’",
            "Links between the pages on ‘{}’",
            "Rich results for ‘{}’",
            "Three links from trade sites to ‘{}’",
            "Positions of ‘{}’ after the changes",
        ),
        steps=("The article ‘{}’ is published", "‘{}’ has entered the top ten", "Search engines have indexed ‘{}’"),
        results=("{n} % more visitors from search than a month ago", "{n} terms around ‘{}’ are in the top ten"),
        asks=("an expert's comment for ‘{}’", "approval of the article ‘{}’", "facts for ‘{}’"),
        changes="your remarks in ‘{}’",
        milestones=(
            "Audit is handed over",
            "Core pages are rewritten",
            "Twenty articles are online",
            "Quarterly report",
            "Half-year report",
        ),
    ),
    "ads": Service(
        tasks=(
            "Ad texts for ‘{}’",
            "Banners for ‘{}’",
            "Audience of ‘{}’",
            "Negative keywords for ‘{}’",
            "Bids by the hour in ‘{}’",
            "Headline test in ‘{}’",
            "Landing page check for ‘{}’",
            "Report on ‘{}’",
        ),
        steps=(
            "The campaign ‘{}’ has started",
            "Two weak ads in ‘{}’ are switched off",
            "The budget of ‘{}’ moved to the best hours",
        ),
        results=("{n} leads this week, €{m} each", "‘{}’: {n} leads, €{m} each"),
        asks=("approval of the banners for ‘{}’", "the budget for ‘{}’", "prices for the ads in ‘{}’"),
        changes="new banners for ‘{}’",
        milestones=(
            "Campaigns are set up",
            "First hundred leads",
            "Cost per lead below target",
            "Season campaign starts",
            "Season report",
        ),
    ),
    "email": Service(
        tasks=(
            "Subject lines for ‘{}’",
            "Text of the letter ‘{}’",
            "Layout of the letter ‘{}’",
            "Recipients of ‘{}’",
            "Test mailing of ‘{}’",
            "Sending of ‘{}’",
            "Results of ‘{}’",
        ),
        steps=("The letter ‘{}’ is out", "Addresses that bounce are removed", "‘{}’ now goes out by itself"),
        results=("‘{}’: {n} % have opened it", "{n} orders came from letters this week"),
        asks=("approval of the letter ‘{}’", "the offer for ‘{}’", "the list of recipients of ‘{}’"),
        changes="your wishes for ‘{}’",
        milestones=(
            "Mailing tool is set up",
            "Welcome series runs",
            "Abandoned-basket letters run",
            "First ten letters are out",
            "Half-year report",
        ),
    ),
    "shop": Service(
        tasks=(
            "Product cards of ‘{}’",
            "Prices and photos in ‘{}’",
            "Filters for ‘{}’",
            "Delivery terms of ‘{}’",
            "Stock of ‘{}’ from the warehouse",
            "Basket with goods of ‘{}’",
            "Reviews in ‘{}’",
            "Related products in ‘{}’",
        ),
        steps=(
            "The section ‘{}’ is open for orders",
            "Search finds the goods of ‘{}’ by article number",
            "‘{}’ is filled: all cards are in",
        ),
        results=("{n} orders this week, average €{m}", "{n} % fewer abandoned baskets in ‘{}’"),
        asks=("the price list of ‘{}’", "photos of the goods in ‘{}’", "delivery terms for ‘{}’"),
        changes="the cards of ‘{}’ by your list",
        milestones=(
            "Catalogue is filled",
            "Basket and checkout work",
            "Shop opens",
            "Warehouse is connected",
            "First thousand orders",
        ),
    ),
}

TALK = Talk(
    first_call="First talk: goals for the half year, who decides what, how we report",
    calls=(
        "Talked through the week: all on track",
        "Agreed which pages come first",
        "Went through the numbers, they are content",
        "Discussed the budget of next month",
        "Agreed on the wording of the home page",
    ),
    meetings=("Monthly meeting: results and the plan", "Workshop on the offer of the season"),
    questions=(
        "Can we move the banner a little higher?",
        "How many enquiries came last week?",
        "Could you send the report to our accountant as well?",
        "Do we have to change anything in the price list?",
        "Who will be with us at the trade fair?",
        "Could we add one more question to the form?",
    ),
    answers=(
        "Answered: yes, done by tomorrow",
        "Sent the numbers",
        "Agreed, it is in the plan",
        "Answered with a screenshot",
    ),
    thanks=("Thank you, that is what we wanted", "Good, go on", "Looks great, the team is happy"),
    approval="approval of",
    outcomes=(
        "They had thought we had the photos already. A photographer comes next week; we talk again then.",
        "The owner has named one person who collects everything. We agreed to call again in a week.",
        "Busy with the season. We offered to send our own photographer; they will decide by Friday.",
    ),
    subject="A question",
    wrote="On {when}, {who} wrote:",
)

CONTRACT = (
    "What we do: the work is described in the annex and shown in the portal day by day.",
    "How we report: a word on every working day; what waits for whom is always in sight.",
    "What we need: texts, pictures and approvals within three working days.",
    "Notice: a month to the end of a month, by either side.",
)

STRANGERS = (
    Letter(
        "Ines Falk",
        "ines.falk@mail.example",
        "The photographer",
        "Hello Emma,\n\nI write from my private address. The photographer can come on Thursday morning: "
        "which cakes shall we have ready?\n\nInes",
        ago=1,
        hour=17.2,
    ),
    Letter(
        "Jonas Wirth",
        "jonas@wirth-dental-supplies.example",
        "Recommended by Lumen Dental",
        "Good morning,\n\nDr. Neumann told me about you. We sell supplies to dentists and would like a new shop. "
        "When could we talk?\n\nJonas Wirth",
        ago=1,
        hour=10.1,
    ),
    Letter(
        "StockPix",
        "offers@stockpix.example",
        "40 % off all picture packs until Sunday",
        "Dear customer,\n\nonly this week: 50 pictures for the price of 30.\n\nYour StockPix team",
        ago=3,
        hour=9.4,
    ),
    Letter(
        "Georg Maier",
        "georg@orchard-furniture.example",
        "Out of office: prices and sizes",
        "Thank you for your message. I am at the trade fair and read my mail again next week.",
        ago=6,
        hour=14.5,
        is_automatic=True,
    ),
)

CLIENTS = {
    "model": Client(
        "Lumen Dental",
        "Dental clinics",
        "https://lumen-dental.example",
        "Three clinics in Berlin. New patients come from search and from recommendations.",
        (
            Face(
                "Dr. Clara Neumann",
                "Managing partner",
                "clara@lumen-dental.example",
                Part.DECISION_MAKER,
                "+493023125001",
                gets_updates=False,
            ),
            Face("Felix Arnold", "Marketing", "felix@lumen-dental.example", phone="+493023125002"),
            Face("Petra Lang", "Accounts", "accounts@lumen-dental.example", Part.ACCOUNTANT, gets_updates=False),
        ),
        (
            Work(
                "Clinic website",
                "site",
                (
                    "Implants",
                    "Our doctors",
                    "Prices",
                    "Children",
                    "First visit",
                    "Braces",
                    "Emergency",
                    "Contact",
                    "Hygiene",
                ),
            ),
            Work(
                "Search promotion",
                "seo",
                (
                    "Dental implants",
                    "Braces for adults",
                    "Fear of the dentist",
                    "Tooth whitening",
                    "Milk teeth",
                    "Wisdom teeth",
                ),
                is_retainer=True,
            ),
        ),
        {},
        (
            Sheet(3, "Contract", CONTRACT),
            Sheet(
                20,
                "Clinic website, layout",
                (
                    "One page for each treatment, all built alike: what, how long, how much, who.",
                    "An appointment is two taps away from everywhere.",
                    "Colours and type follow your brand book.",
                ),
                work=0,
            ),
            Sheet(
                45,
                "Search audit",
                (
                    "62 search terms, 14 of them in the top ten today.",
                    "Three pages compete with each other: we join them.",
                    "The first goal: 30 terms in the top ten by the end of the half year.",
                ),
                work=1,
            ),
            Sheet(
                100,
                "Report of the quarter",
                (
                    "Enquiries: 214, a third more than in the quarter before.",
                    "Search: 27 of 62 terms in the top ten.",
                    "Next: the pages for children and for first visits.",
                ),
            ),
        ),
    ),
    "told": Client(
        "Northwind Bakery",
        "Bakery and cakes",
        "https://northwind.example",
        "Five shops and cakes to order. Before weddings everything is decided by pictures.",
        (
            Face("Ines Falk", "Owner", "ines@northwind.example", Part.DECISION_MAKER, "+493023125011"),
            Face("Tom Berger", "Marketing lead", "tom@northwind.example", phone="+493023125012"),
        ),
        (
            Work(
                "New site",
                "site",
                (
                    "Menu",
                    "Cakes to order",
                    "Our shops",
                    "Weddings",
                    "About us",
                    "Delivery",
                    "Breakfast",
                    "Jobs",
                    "Vouchers",
                ),
            ),
            Work(
                "Newsletter",
                "email",
                ("Easter bread", "Wedding season", "Picnic boxes", "New shop", "Harvest loaf", "Advent"),
            ),
        ),
        {
            "awaited": "photos of the cakes",
            "next": "Catalogue ‘Cakes to order’ as soon as the photos are here",
            "moved": "The photos of the cakes are not here yet",
            "promise": "We have found a photographer at last, but there is no date yet. Sorry that it takes so long!",
        },
        (
            Sheet(3, "Contract", CONTRACT),
            Sheet(
                60,
                "Cakes to order, mock-up",
                (
                    "Four cakes in a row on a desk, one on a telephone.",
                    "Each with its picture, its size and from when it can be had.",
                    "Pictures: 1600 × 1200, on a light ground, one from above and one of a slice.",
                ),
                work=0,
            ),
        ),
    ),
    "growing": Client(
        "Alpine Outdoor",
        "Outdoor equipment",
        "https://alpine-outdoor.example",
        "Shop for mountaineers; wants to double its online sales in two years.",
        (
            Face(
                "Markus Steiner",
                "Head of e-commerce",
                "markus@alpine-outdoor.example",
                Part.DECISION_MAKER,
                "+498923125021",
                gets_updates=False,
            ),
            Face("Julia Brandt", "Content", "julia@alpine-outdoor.example", phone="+498923125022"),
        ),
        (
            Work(
                "Online shop",
                "shop",
                ("Tents", "Boots", "Rucksacks", "Climbing", "Stoves", "Winter", "Children", "Sale", "Maps"),
            ),
            Work("Search advertising", "ads", ("Boots", "Tents", "Brand", "Rucksacks", "Gifts", "Rain gear")),
            Work(
                "Letters to customers",
                "email",
                ("Welcome", "Packing list", "First snow", "Left in the basket"),
                is_retainer=True,
            ),
        ),
        {
            "second": "They want search advertising as well",
            "third": "Orders have grown by a third: they add letters to customers",
            "rest": "They change their mailing tool first; the letters go on after that",
            "milestone": "Winter section is open",
            "cards": "Winter: product cards",
            "check": "Winter: check before the opening",
            "late": "prices and stock of the winter goods",
        },
        (Sheet(3, "Contract", CONTRACT),),
        enclosed=Enclosed(
            Sheet(
                0,
                "Winter section, mock-up",
                (
                    "A wide picture on top; beneath it four ways in: jackets, boots, ropes, stoves.",
                    "Each product shows its price and how many there are.",
                    "On a telephone the four stand one below the other.",
                ),
            ),
            "How the winter section will look you see in the picture.",
            Sheet(
                0,
                "Winter section, mock-up 2",
                (
                    "A wide picture on top; beneath it five ways in: jackets, boots, ropes, stoves, gifts.",
                    "Each product shows its price and how many there are.",
                    "On a telephone the five stand one below the other.",
                ),
            ),
            "The mock-up of the winter section, with the gifts",
            "Hello, Julia!\n\nThe picture in our last letter was an earlier one, without the gifts you had asked for. "
            "Here is the one that holds.",
        ),
    ),
    "fresh": Client(
        "Peak Physio",
        "Physiotherapy",
        "https://peak-physio.example",
        "Two practices, a third opens in spring. Came by recommendation of Lumen Dental.",
        (
            Face("Hannah Vogel", "Founder", "hannah@peak-physio.example", Part.DECISION_MAKER, "+493023125031"),
            Face("Ben Krause", "Practice manager", "ben@peak-physio.example", phone="+493023125032"),
        ),
        (),
        {},
    ),
    "asking": Client(
        "Kestrel Logistics",
        "Freight and warehousing",
        "https://kestrel.example",
        "Groupage freight to Scandinavia. Every enquiry is worth four figures.",
        (
            Face(
                "Robert Lindqvist",
                "Sales director",
                "robert@kestrel.example",
                Part.DECISION_MAKER,
                "+494023125041",
                gets_updates=False,
            ),
            Face("Maja Holm", "Marketing", "maja@kestrel.example", phone="+494023125042"),
        ),
        (
            Work(
                "Lead campaigns",
                "ads",
                (
                    "Groupage Sweden",
                    "Warehouse Hamburg",
                    "Customs",
                    "Full loads",
                    "Express",
                    "Norway",
                    "Brand",
                    "Fairs",
                    "Cold chain",
                ),
            ),
        ),
        {"question": "Our board meets tomorrow: can you tell me what a lead from Sweden has cost us since September?"},
    ),
    "slipping": Client(
        "Brightside Solar",
        "Solar systems",
        "https://brightside.example",
        "Plans and installs solar roofs. The calculator is what the sales team waits for.",
        (
            Face(
                "Anke Sommer",
                "Managing director",
                "anke@brightside.example",
                Part.DECISION_MAKER,
                "+493023125051",
                gets_updates=False,
            ),
            Face("Lukas Baum", "Product manager", "lukas@brightside.example", phone="+493023125052"),
        ),
        (
            Work(
                "Site with roof calculator",
                "site",
                (
                    "Roof calculator",
                    "How it works",
                    "Subsidies",
                    "Storage",
                    "References",
                    "Rent or buy",
                    "Wallbox",
                    "Service",
                    "Partners",
                ),
            ),
        ),
        {"milestone": "Roof calculator is online", "late": "Roof calculator: sums with storage"},
    ),
    "unplanned": Client(
        "Meridian Law",
        "Law firm",
        "https://meridian-law.example",
        "Twelve lawyers, commercial law. Reads every line.",
        (
            Face(
                "Dr. Simon Weiss",
                "Partner",
                "weiss@meridian-law.example",
                Part.DECISION_MAKER,
                "+496923125061",
                gets_updates=False,
            ),
            Face("Carla Jung", "Office manager", "carla@meridian-law.example", phone="+496923125062"),
        ),
        (
            Work(
                "Content and search",
                "seo",
                (
                    "Termination",
                    "Managing director's liability",
                    "Company sale",
                    "Distribution contracts",
                    "Works council",
                    "Start-up law",
                    "Insolvency",
                    "Data protection",
                ),
                is_retainer=True,
            ),
        ),
        {"rest": "The office is closed for the firm's move"},
    ),
    "third": Client(
        "Copper Kettle Coffee",
        "Coffee roaster",
        "https://copper-kettle.example",
        "Roasts for forty cafés and sells beans by subscription.",
        (
            Face("Leo Hartmann", "Founder", "leo@copper-kettle.example", Part.DECISION_MAKER, "+493023125071"),
            Face("Mira Schulz", "Online shop", "mira@copper-kettle.example", phone="+493023125072"),
        ),
        (
            Work(
                "Subscription shop",
                "shop",
                ("Espresso", "Filter", "Subscriptions", "Grinders", "Gift boxes", "Decaf", "Cafés", "Tea", "Cups"),
            ),
        ),
        {"party": "PayBridge", "awaited": "the contract and the keys for card payments"},
    ),
    "silent": Client(
        "Harbor Fitness",
        "Fitness studios",
        "https://harbor-fitness.example",
        "Four studios. New members come in January and September.",
        (
            Face(
                "Nils Petersen",
                "Managing director",
                "nils@harbor-fitness.example",
                Part.DECISION_MAKER,
                "+494023125081",
                gets_updates=False,
            ),
            Face("Lena Vogt", "Studio manager", "lena@harbor-fitness.example", phone="+494023125082"),
        ),
        (
            Work(
                "Membership campaign",
                "ads",
                ("Trial week", "Students", "Yoga", "Early birds", "Company sport", "Back to fit", "New year"),
            ),
        ),
        {"question": "We have not heard from you for a week. Is anybody still working on our campaign?"},
    ),
    "untold": Client(
        "Orchard Furniture",
        "Furniture maker",
        "https://orchard-furniture.example",
        "Solid wood to measure. The founder decides everything himself, and is hard to reach.",
        (
            Face(
                "Georg Maier",
                "Founder",
                "georg@orchard-furniture.example",
                Part.DECISION_MAKER,
                "+498923125091",
                gets_updates=False,
            ),
            Face("Silke Roth", "Sales", "silke@orchard-furniture.example", phone="+498923125092"),
        ),
        (
            Work(
                "Catalogue site",
                "site",
                ("Tables", "Chairs", "Beds", "Shelves", "Care of wood", "Workshop", "Showroom", "To measure"),
            ),
        ),
        {
            "awaited": "prices and sizes of the new tables",
            "next": "Price list on the ‘Tables’ page",
            "moved": "Prices and sizes are not here yet",
        },
    ),
    "both": Client(
        "Violet Hotel",
        "Boutique hotel",
        "https://violet-hotel.example",
        "Thirty rooms by the river. Wants bookings without the portals' commission.",
        (
            Face(
                "Sabine Keller",
                "Director",
                "sabine@violet-hotel.example",
                Part.DECISION_MAKER,
                "+493023125101",
                gets_updates=False,
            ),
            Face("David Roth", "Front office", "david@violet-hotel.example", phone="+493023125102"),
        ),
        (
            Work(
                "Booking site",
                "site",
                ("Rooms", "Book direct", "Restaurant", "Weddings", "Meetings", "Spa", "How to find us", "Offers"),
            ),
        ),
        {
            "ours": "texts for the ‘Rooms’ page in English",
            "theirs": "photos of the renovated rooms",
            "later": "The photographer comes on Friday only",
        },
    ),
    "leaving": Client(
        "Stonebridge Homes",
        "Property developer",
        "https://stonebridge.example",
        "Flats in three new quarters. Sold its last quarter in spring.",
        (
            Face(
                "Frank Adler",
                "Sales director",
                "frank@stonebridge.example",
                Part.DECISION_MAKER,
                "+493023125111",
                gets_updates=False,
            ),
            Face("Nora Engel", "Marketing", "nora@stonebridge.example", phone="+493023125112"),
        ),
        (
            Work(
                "Sale of the river quarter",
                "ads",
                ("Two rooms", "Family flats", "Penthouses", "Investors", "Open house", "Last flats"),
            ),
        ),
        {
            "new_name": "Vera Stahl",
            "new_position": "Sales director",
            "new_email": "vera@stonebridge.example",
            "complaint": "The third week without numbers. What are we paying for?",
            "farewell": "We go on with an agency in the house. Thank you for your time.",
            "reason": "Went to an in-house team after a change of the sales director",
        },
    ),
    "paused": Client(
        "Tidewater Museum",
        "Museum",
        "https://tidewater.example",
        "Museum of seafaring. Closed for renovation until spring.",
        (
            Face(
                "Henrik Claussen",
                "Director",
                "henrik@tidewater.example",
                Part.DECISION_MAKER,
                "+494023125121",
                gets_updates=False,
            ),
            Face("Ida Thomsen", "Press", "ida@tidewater.example", phone="+494023125122"),
        ),
        (
            Work(
                "Letters to friends of the museum",
                "email",
                ("Night of museums", "Model ships", "School classes", "Members", "New captain's room", "Polar voyages"),
            ),
        ),
        {"reason": "Closed for renovation, goes on in spring"},
    ),
}

CONTENT = Content(
    language="en",
    agency="Lighthouse Digital",
    zone="Europe/Berlin",
    country="DE",
    currency="EUR",
    owner=Colleague("Helen Carter", "helen@lighthouse.example", (Role.OWNER, Role.HEAD), "+493023125900"),
    head=Colleague("James Whitfield", "james@lighthouse.example", (Role.HEAD,), "+493023125901"),
    managers=(
        Colleague("Emma Clarke", "emma@lighthouse.example", (Role.ACCOUNT_MANAGER, Role.SALES), "+493023125902"),
        Colleague("Daniel Brooks", "daniel@lighthouse.example", (Role.ACCOUNT_MANAGER,), "+493023125903"),
        Colleague("Sophie Ward", "sophie@lighthouse.example", (Role.ACCOUNT_MANAGER,), "+493023125904"),
    ),
    producers=(
        Colleague("Oliver Grant", "oliver@lighthouse.example", (Role.PRODUCER,)),
        Colleague("Nina Patel", "nina@lighthouse.example", (Role.PRODUCER,)),
    ),
    seller=Colleague("Lena Moore", "lena@lighthouse.example", (Role.SALES,)),
    specialist=Colleague("Tom Fisher", "tom@lighthouse.example", (Role.SPECIALIST,)),
    services=SERVICES,
    clients=CLIENTS,
    talk=TALK,
    mailbox="clients@lighthouse.example",
    strangers=STRANGERS,
    sheet_foot="Shared in the portal",
)
