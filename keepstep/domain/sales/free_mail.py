"""Domains where anybody may have a mailbox: sharing one says nothing of two people."""

_FREE = """
126.com 163.com aol.com bk.ru duck.com email.ua fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it i.ua icloud.com inbox.lv
inbox.ru internet.ru laposte.net libero.it list.ru live.com live.de mac.com mail.com mail.de mail.ru me.com msn.com
naver.com o2.pl onet.pl orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.com qq.com
rambler.ru seznam.cz t-online.de tut.by tutanota.com ukr.net vk.com wanadoo.fr web.de wp.pl ya.ru yahoo.co.uk yahoo.com
yahoo.de yahoo.es yahoo.fr yahoo.it yandex.by yandex.com yandex.kz yandex.ru yandex.ua zoho.com
"""
FREE = frozenset(_FREE.split())
