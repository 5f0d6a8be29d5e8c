from django.urls import path

from keepstep.web.accounts import chats, contacts, export, handing, nets, payers, states, touchpoints, views

urlpatterns = [
    path("accounts/", views.index, name="accounts"),
    path("accounts/clients.csv", export.index, name="accounts_file"),
    path("accounts/new/", views.create, name="account_new"),
    path("accounts/<uuid:account_id>/", views.show, name="account"),
    path("accounts/<uuid:account_id>/edit/", views.edit, name="account_edit"),
    path("accounts/<uuid:account_id>/state/", states.become, name="account_state"),
    path("accounts/<uuid:account_id>/safety-net/", nets.edit, name="account_net"),
    path("accounts/<uuid:account_id>/manager/", handing.assign, name="account_manager"),
    path("handings/<uuid:handing_id>/withdrawal/", handing.withdraw, name="handing_withdraw"),
    path("accounts/<uuid:account_id>/timeline/", views.timeline, name="account_timeline"),
    path("accounts/<uuid:account_id>/touchpoints/new/", touchpoints.create, name="touchpoint_new"),
    path("accounts/<uuid:account_id>/contacts/new/", contacts.create, name="contact_new"),
    path("contacts/<uuid:contact_id>/", contacts.edit, name="contact"),
    path("contacts/<uuid:contact_id>/departure/", contacts.depart, name="contact_depart"),
    path("contacts/<uuid:contact_id>/devices/", contacts.sign_out, name="contact_devices"),
    path("contacts/<uuid:contact_id>/chat/", chats.link, name="contact_chat"),
    path("contacts/<uuid:contact_id>/chat/end/", chats.end, name="contact_chat_end"),
    path("accounts/<uuid:account_id>/payers/new/", payers.create, name="payer_new"),
    path("payers/<uuid:payer_id>/", payers.edit, name="payer"),
    path("payers/<uuid:payer_id>/closing/", payers.close, name="payer_close"),
    path("payers/<uuid:payer_id>/opening/", payers.reopen, name="payer_reopen"),
]
