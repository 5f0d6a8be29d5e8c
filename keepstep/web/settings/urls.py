from django.urls import path

from keepstep.web.settings import agency, brand, calendar, ladder, mail, me, people, snippets, telling

urlpatterns = [
    path("settings/", me.edit, name="settings"),
    path("settings/password/", me.password, name="password"),
    path("settings/telling/", telling.edit, name="telling"),
    path("settings/snippets/", snippets.index, name="snippets"),
    path("settings/snippets/new/", snippets.create, name="snippet_new"),
    path("settings/snippets/<uuid:snippet_id>/", snippets.edit, name="snippet"),
    path("settings/snippets/<uuid:snippet_id>/forgetting/", snippets.forget, name="snippet_forget"),
    path("settings/agency/", agency.edit, name="agency"),
    path("settings/brand/", brand.edit, name="brand"),
    path("settings/people/", people.index, name="people"),
    path("settings/people/new/", people.create, name="person_new"),
    path("settings/people/<uuid:person_id>/", people.edit, name="person"),
    path("settings/people/<uuid:person_id>/leaving/", people.leave, name="person_leave"),
    path("settings/ladder/", ladder.edit, name="ladder"),
    path("settings/ladder/faults/", ladder.faults, name="ladder_faults"),
    path("settings/ladder/<uuid:ladder_id>/", ladder.past, name="ladder_past"),
    path("settings/mail/", mail.show, name="mail_settings"),
    path("settings/mail/hook/", mail.hook, name="mail_hook_edit"),
    path("settings/mail/hook/new/", mail.hook_new, name="mail_hook_new"),
    path("settings/mail/hook/secret/", mail.hook_secret, name="mail_hook_secret"),
    path("settings/mail/hook/closing/", mail.hook_close, name="mail_hook_close"),
    path("settings/calendar/", calendar.edit, name="calendar"),
    path("settings/calendars/new/", calendar.create, name="calendar_new"),
    path("settings/calendars/<uuid:calendar_id>/", calendar.edit, name="calendar_of"),
    path("settings/calendars/<uuid:calendar_id>/exceptions/new/", calendar.create_exception, name="exception_new"),
    path("settings/exceptions/<uuid:exception_id>/forgetting/", calendar.forget, name="exception_forget"),
]
