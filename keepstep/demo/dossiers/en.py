"""What Lighthouse Digital knows of its clients, by their fate and the code of the dossier's field."""

KNOWN: dict[str, dict[str, str]] = {
    "model": {
        "sells": "Prophylaxis and implants; implants bring two thirds of the income.",
        "customers": "Adults from 35 within five kilometres; they come for the evening hours and the calm.",
        "check": "Prophylaxis 110 €, an implant 2,400 €. Of an implant a third remains.",
        "seasons": "Busy before the holidays and in January, quiet in July.",
        "rivals": "The clinic at the station: cheaper, but three weeks until an appointment.",
        "success": "130 new patients a month in all three clinics, without waiting longer than a week.",
        "decides": "Dr. Neumann says yes. Felix prepares it; her husband looks at whatever costs more than 5,000 €.",
        "plans": "A fourth clinic in Potsdam next autumn, if the third one is full by spring.",
        "fears": "A bad review that nobody answers: in 2023 one stood for a month.",
        "tried": "Leaflets and a directory: calls from people who wanted prices only.",
        "came": "Peak Physio told them of us; they came for search promotion.",
    },
    "told": {
        "sells": "Bread in five shops; cakes to order bring half of the profit.",
        "customers": "Couples before a wedding, and offices on Fridays.",
        "check": "A cake costs 180 € on average; 70 € remain.",
        "seasons": "Weddings from May to September; the week before Christmas.",
        "success": "Ten orders of cakes a week through the site.",
        "decides": "Ines alone, by pictures. Tom gathers them.",
        "fears": "A bride without her cake: no date may be promised that the bakery cannot keep.",
    },
    "growing": {
        "sells": "Boots, ropes, tents. Boots bring the customers, tents the money.",
        "customers": "People who go into the mountains more than ten days a year.",
        "check": "142 € an order, margin 38 %.",
        "rivals": "The large sports chain: everything in one place, but nobody there has been on a glacier.",
        "success": "To double the online sales in two years.",
    },
    "asking": {
        "sells": "Groupage freight to Scandinavia, twice a week.",
        "check": "An enquiry is worth 3,000 to 9,000 €.",
        "decides": "Robert; the prices are made by his brother.",
    },
    "slipping": {
        "sells": "Solar roofs, planned and installed.",
        "fears": "Enquiries from tenants: every one costs an hour.",
    },
}
