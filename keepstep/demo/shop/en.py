"""The shop of Lighthouse Digital."""

from keepstep.demo.shop.goods import Good, Shop

SHOP = Shop(
    goods=(
        Good("Search engine optimisation", "Поисковое продвижение", "month", "1800", is_recurring=True),
        Good("Management of advertising", "Ведение рекламы", "month", "1200", is_recurring=True),
        Good("Care of the site", "Поддержка сайта", "month", "650", is_recurring=True),
        Good("Blog article", "Статья для блога", "piece", "240"),
        Good("Design of a page", "Дизайн страницы", "piece", "780"),
        Good("Development", "Разработка", "hour", "95"),
        Good("Audit of a site", "Аудит сайта", "piece", "1450"),
    ),
    company={
        "form": "abroad", "name": "Lighthouse Digital GmbH", "address": "Torstraße 140, 10119 Berlin, Germany",
        "tax_number": "DE136695976", "bank": "Commerzbank", "bic": "COBADEFF", "number": "DE89370400440532013000",
        "signatory": "Helen Carter", "position": "Managing director", "number_prefix": "L-",
    },
    payers={
        "Northwind Bakery": {
            "form": "abroad", "name": "Northwind Bakery GmbH", "address": "Kastanienallee 7, 10435 Berlin, Germany",
            "tax_number": "DE129274202", "position": "Managing director",
        },
        "Lumen Dental": {"form": "abroad", "name": "Lumen Dental Care Ltd", "tax_number": "DE811569869"},
    },
    reason="The client wants five pages instead of two.",
    former=(
        "Harbour Books", "Mint Gym", "Oak & Sons", "Blue Door Estates", "Papaya Juice Bar", "Northlight Studio",
        "Kiln Ceramics", "Fjord Travel", "Copper Kettle Café", "Pine Furniture",
    ),
    payer_form="abroad",
    words={
        "cut": "They were told to spend less this month.",
        "agreed": "Articles bring them most of their orders: they want twice as many until the summer.",
    },
)  # fmt: skip
