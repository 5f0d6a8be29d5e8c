"""Кто обращается в «Маяк Диджитал»."""

from keepstep.demo.leads.inquiry import Fate, Inquiry
from keepstep.domain.agency.wording import Wording

CONSENT = "Согласен на обработку персональных данных, чтобы мне ответили."
SEARCH = {"utm_source": "yandex", "utm_medium": "cpc", "utm_campaign": "redesign-msk", "yclid": "12873645098123"}
LETTER = {"utm_source": "rassylka", "utm_medium": "email", "utm_campaign": "keys-pekarnya"}

FORM = {
    "name": "Сайт · Контакты", "title": "Узнать стоимость", "hosts": ["www.mayak-digital.example"],
    "thanks": "Спасибо! Перезвоним в течение пятнадцати минут рабочего времени.",
}  # fmt: skip

INQUIRIES = (
    Inquiry(
        hours_ago=0.4, name="Ольга Белова", company="Мебельная мастерская «Ясень»", email="olga@yasen-mebel.example",
        phone="+74955551234", consent=CONSENT, first_touch=LETTER, last_touch=SEARCH,
        message="Делаем столы из массива, интернет-магазину десять лет. Сколько будет стоить новый и успеем ли "
        "к осенней выставке?",
    ),
    Inquiry(
        hours_ago=0.9, name="Марат", email="marat.stom@mail.ru", consent=CONSENT, first_touch=SEARCH,
        message="Нужны звонки в стоматологию в Казани. Бюджет около 200 тысяч в месяц.",
    ),
    Inquiry(
        hours_ago=2.5, name="Ольга Белова", email="olga@yasen-mebel.example", consent=CONSENT, last_touch=SEARCH,
        message="Забыла написать: ещё нужно снять сорок столов.",
    ),
    Inquiry(
        hours_ago=7, name="Тимур Ахметов", company="Логистика «Волга»", phone="+74955551288", source=1,
        fate=Fate.TAKEN, message="Звонил: нужен сайт на русском и английском.",
        met=2, said="Договорились созвониться по видео в четверг в десять.",
    ),
    Inquiry(
        hours_ago=15, name="Галина Холмова", company="Йога-студии «Фьорд»", email="galina@fjord-yoga.example",
        source=2, fate=Fate.TAKEN, message="По рекомендации клиента: контекстная реклама для трёх студий.",
        met=4, answer=Wording(
            "Контекстная реклама для трёх студий",
            "Галина, здравствуйте!\n\nСпасибо, что написали. Для трёх студий начали бы с рекламы на поиске вокруг "
            "каждой из них. Вот что это дало другим:\n\n"
            "- [Школа йоги, четыре адреса](https://lighthouse-digital.example/cases/yoga)\n"
            "- [Сеть спортзалов](https://lighthouse-digital.example/cases/gyms)\n\n"
            "Сколько новых гостей в месяц заполнили бы ваши группы?",
        ),
        reply="Спасибо за скорый ответ! Человек сорок в месяц, больше вечером. Решим на следующей неделе.\n\nГалина",
    ),
    Inquiry(
        hours_ago=22, name="SEO TOP-1", email="sales@rank-first.example", fate=Fate.REJECTED, consent=CONSENT,
        message="Выведем ваш сайт в топ-1 Яндекса за 7 дней с гарантией!",
    ),
    Inquiry(
        hours_ago=31, name="Пётр", email="petr.novikov@mail.ru", fate=Fate.REJECTED, reason=2, consent=CONSENT,
        message="Сделаете магазин как «Озон» за 50 тысяч?", first_touch=SEARCH,
    ),
)  # fmt: skip
