"""What the demo's deals are offered, by their place: the same goods in both languages, in words of each."""

from keepstep.demo.deals.offering import Proposed, Version

EN = {
    1: Proposed("Here is how we would bring calls from both cities.", "Advertising budget is paid by you.",
                (Version(((1, 3),), 28),), days=1, opened=(27,)),
    2: Proposed("Three months to fill the new branch.", "Paid monthly, in advance.",
                (Version(((0, 3), (3, 6)), 10, 5),), is_draft=True),
    3: Proposed("Dear Otto,\n\nthank you for the talk. This is what the new site is made of and what it costs.",
                "Half is paid before we begin, half after the launch.\nWe begin within five working days.",
                (Version(((4, 9), (5, 120)), 66), Version(((4, 9), (5, 105), (6, 1)), 20, 5)),
                opened=(64, 60, 18), question="Could we do without the lawyers' diary, and know first what is wrong"
                " with the old site?", answer="Yes: the next version has fewer hours and an audit first.", asked=40),
    4: Proposed("Six months of your café in the networks.", "Paid monthly; ends by itself after six months.",
                (Version(((1, 6), (3, 4)), 34, 10),), opened=(33, 29, 22), said=21, email="lea@cafe-morgen.example"),
    7: Proposed("Advertising for the autumn courses.", "Budget is paid by you.", (Version(((1, 2),), 76),),
                opened=(74,), said=62, reason="Found somebody for half the price."),
}  # fmt: skip
RU = {
    1: Proposed("Как мы приведём звонки из двух городов.", "Рекламный бюджет оплачиваете вы.",
                (Version(((1, 3),), 28),), days=1, opened=(27,)),
    2: Proposed("Три месяца, чтобы заполнить новый филиал.", "Оплата помесячно, вперёд.",
                (Version(((0, 3), (3, 6)), 10, 5),), is_draft=True),
    3: Proposed("Олег, добрый день!\n\nСпасибо за разговор. Вот из чего состоит новый сайт и сколько он стоит.",
                "Половина до начала работ, половина после запуска.\nНачнём в течение пяти рабочих дней.",
                (Version(((4, 9), (5, 120)), 66), Version(((4, 9), (5, 105), (6, 1)), 20, 5)),
                opened=(64, 60, 18), question="Можно ли обойтись без календаря юристов и сначала узнать, что не так"
                " со старым сайтом?", answer="Да: в новой версии меньше часов, а начинаем с аудита.", asked=40),
    4: Proposed("Полгода вашего кафе в соцсетях.", "Оплата помесячно, через полгода заканчивается само.",
                (Version(((1, 6), (3, 4)), 34, 10),), opened=(33, 29, 22), said=21, email="lea@utro.example"),
    7: Proposed("Реклама осеннего набора.", "Бюджет оплачиваете вы.", (Version(((1, 2),), 76),),
                opened=(74,), said=62, reason="Нашли вдвое дешевле."),
}  # fmt: skip
PROPOSED = {"en": EN, "ru": RU}
