"""How mail programs begin a quote or end a letter, in English and Russian."""

import re

NO_CASE = re.IGNORECASE

# "On 2 March 2026, Vera wrote:" and its like; a digit is asked for apart, so that "As we wrote:" is nobody's quote.
WROTE = re.compile(
    r"(?:wrote|writes|said|schrieb|пиш[её]т|(?:на)?писала?|(?:на)?писал\(а\)|написали|сообщила?|сообщает)"
    r"(?:\s+(?:on|at|в|\d)\s?[^\n]{0,60})?\s?:$",
    NO_CASE,
)
YOU_WROTE = re.compile(r"^(?:вы писали|you wrote)\b.{0,80}\d.{0,80}:$", NO_CASE)
ADDRESS_AND_COLON = re.compile(r"[<\[(](?:mailto:)?[^<>\s@]{1,64}@[^<>\s]{1,190}[>\])]{1,2}\s?:$")
MOMENT = re.compile(r"\d{1,2}[:.]\d\d|\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
# How an introduction with a date begins.
OPENING = re.compile(
    r"^\W{0,4}(?:on\s|\d{1,2}[./]\d|\d{4}-\d\d|\d{1,2}(?:st|nd|rd|th|\.)?\s[^\W\d]{3,9}\b"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b|(?:пн|вт|ср|чт|пт|сб|вс)\b"
    r"|(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)\b)",
    NO_CASE,
)

# "From: … Sent: … To: … Subject: …", with or without stars around the names.
NAMES = {
    "from": r"from|от(?: кого)?",
    "date": r"sent|date|отправлено|послано|дата",
    "to": r"to|кому",
    "subject": r"subject|тема",
    "copy": r"cc|копия|reply-to|importance",
}
FIELD = re.compile(
    r"^[*_ ]{0,3}(?:" + "|".join(f"(?P<{kind}>{names})" for kind, names in NAMES.items()) + r")[*_ ]{0,3}:[*_ ]{0,3}",
    NO_CASE,
)

ORIGINAL = re.compile(
    r"^[-_=\s*]{2,40}\s*(?:original message|original email|reply message|исходное сообщение|исходное письмо"
    r"|пересылаемое письмо|оригинальное сообщение|ответное сообщение)\s*[-_=\s*]{2,40}$",
    NO_CASE,
)
FORWARDED = re.compile(
    r"^[-_=\s*]{0,40}\s*(?:begin forwarded message|forwarded (?:message|by .{1,80})|пересылаемое сообщение"
    r"|пересланное сообщение|перенаправленное сообщение|переадресованное сообщение"
    r"|начало (?:переадресованного|пересылаемого|перенаправленного) (?:сообщения|письма))\s*[-_=\s*:]{0,40}$",
    NO_CASE,
)
FORWARD_SUBJECT = re.compile(r"^(?:fwd?|пересл|fwd fwd|пересылка|ha)\s?:", NO_CASE)
RULE = re.compile(r"^\s*[_\-–—=*]{5,80}\s*$")

DELIMITER = re.compile(r"^(?:--|––|—|-- ?-)\s*$")

SENT_FROM = re.compile(
    r"^\W{0,3}(?:sent (?:from|via|with|using) (?:my |the |a )?(?:iphone|ipad|ipod|apple|mac|android|samsung"
    r"|galaxy|huawei"
    r"|honor|xiaomi|redmi|pixel|nokia|blackberry|windows|mobile|phone|smartphone|mail\b|outlook|yahoo|aol"
    r"|gmail|proton"
    r"|yandex|mymail|my ?mail|spark|airmail|nine|bluemail|aqua|typeapp|workspace|superhuman|newton|edison|mailbird)"
    r"|get outlook for|outlook for (?:ios|android)|proton ?mail secure|\S{2,20} mail for (?:ios|android)"
    r"|from my (?:iphone|ipad|phone)|please excuse (?:my )?(?:brevity|typos)"
    r"|отправлено (?:с|из|от|через|при помощи|со?\s+смартфона)\s?"
    r"(?:мо(?:его|ей)|мобильн\w+|iphone|ipad|айфон\w*|android|samsung|galaxy|huawei|honor|xiaomi|redmi|телефон\w*"
    r"|смартфон\w*|планшет\w*|устройств\w*|яндекс\w*|yandex|почт\w+|приложени\w+|mail\b|mail\.ru|mymail"
    r"|мой ?mail|outlook"
    r"|gmail|windows|blackberry|мегафон\w*|vk)"
    r"|получите outlook|скачать outlook|послано с (?:моего )?(?:iphone|ipad|android|телефона)).{0,120}$",
    NO_CASE,
)

FAREWELL = re.compile(
    r"^\W{0,3}(?:(?:with )?(?:best|kind(?:est)?|warm(?:est)?|many|my best)? ?(?:regards|wishes)"
    r"|best|cheers|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|yours|with respect|rgds|br"
    r"|с (?:глубоким |большим |искренним |неизменным )?уважением(?: и [^\n]{3,40})?|с ув\.?"
    r"|с наилучшими(?: пожеланиями)?"
    r"|с (?:самыми )?(?:наилучшими|добрыми|лучшими|теплыми) пожеланиями|всего (?:вам )?(?:доброго|хорошего"
    r"|наилучшего)"
    r"|искренне ваш\w?|хорошего (?:вам )?дня|доброго (?:вам )?дня|удачного дня)"
    r"(?P<rest>[,.!;\s–—-].{0,120})?$",
    NO_CASE,
)
# Said at the end of a letter it is a farewell, but it may also open the one thing the letter says.
SMALL_TALK = re.compile(r"^\W{0,3}(?:доброго|хорошего|удачного|всего|best|yours|cheers|br)\b", NO_CASE)

DISCLAIMER = re.compile(
    r"^\W{0,3}(?:(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication"
    r"|transmission)\b.{0,200}"
    r"(?:confidential|intended|privileged)|confidentiality (?:notice|note)|disclaimer\s?:"
    r"|please consider the environment"
    r"|(?:(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо)|информация, содержащаяся в (?:этом"
    r"|данном|настоящем))"
    r"\b.{0,200}(?:конфиденциальн|предназначен)|уведомление о конфиденциальности|конфиденциальность:"
    r"|подумайте об окружающей среде|пожалуйста, подумайте о природе|(?:проверено|без) (?:на )?вирус|virus-free"
    r"|это (?:сообщение|письмо) (?:свободно от|проверено на) вирус|this email has been (?:checked|scanned))",
    NO_CASE,
)
