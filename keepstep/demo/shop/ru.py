"""The shop of «Маяк Диджитал»."""

from keepstep.demo.shop.goods import Good, Shop

BANK = {"bank": "ПАО Сбербанк", "bic": "044525225", "correspondent": "30101810400000000225"}
SHOP = Shop(
    goods=(
        Good("Поисковое продвижение", "Search engine optimisation", "месяц", "120000", is_recurring=True),
        Good("Ведение рекламы", "Management of advertising", "месяц", "80000", is_recurring=True),
        Good("Поддержка сайта", "Care of the site", "месяц", "45000", is_recurring=True),
        Good("Статья для блога", "Blog article", "шт.", "9500"),
        Good("Дизайн страницы", "Design of a page", "шт.", "38000"),
        Good("Разработка", "Development", "час", "3200"),
        Good("Аудит сайта", "Audit of a site", "шт.", "64000"),
    ),
    company={
        "form": "company", "name": "ООО «Маяк Диджитал»", "address": "119021, Москва, ул. Тимура Фрунзе, д. 11, стр. 2",
        "inn": "7701123451", "kpp": "770101001", "ogrn": "1187746000122", "number": "40702810200000012345",
        "signatory": "Воронцова Елена Павловна", "position": "Генеральный директор", "grounds": "Устава",
        "number_prefix": "М-", **BANK,
    },
    payers={
        "Пекарня «Северный ветер»": {
            "form": "company", "name": "ООО «Северный ветер»",
            "address": "190005, Санкт-Петербург, Измайловский пр., д. 4",
            "inn": "7802123458", "kpp": "780201001", "ogrn": "1187847000340", "signatory": "Белова Анна Сергеевна",
            "position": "Директор", "grounds": "Устава",
        },
        "Стоматология «Люмен»": {"form": "company", "name": "ООО «Люмен»", "inn": "5001123452", "kpp": "500101001"},
    },
    reason="Клиент передумал: нужно пять страниц вместо двух.",
)  # fmt: skip
