from django.urls import path

from keepstep.web.updates import corrections, enclosing, sendings, sent, views

urlpatterns = [
    path("accounts/<uuid:account_id>/update/", views.create, name="update_new"),
    path("accounts/<uuid:account_id>/update/preview/", views.preview, name="update_preview"),
    path("accounts/<uuid:account_id>/enclosures/", enclosing.create, name="enclosure_new"),
    path("enclosures/<uuid:enclosure_id>/", enclosing.show, name="enclosure"),
    path("snippets/", views.snippets, name="snippets_at_hand"),
    path("updates/<uuid:update_id>/", sent.show, name="update"),
    path("updates/<uuid:update_id>/withdrawal/", sent.withdraw, name="update_withdraw"),
    path("updates/<uuid:update_id>/correction/", corrections.create, name="update_correct"),
    path("messages/<uuid:message_id>/", sent.letter_as_sent, name="message"),
    path("sendings/<uuid:sending_id>/arrival/", sendings.arrived, name="sending_arrived"),
    path("sendings/<uuid:sending_id>/again/", sendings.again, name="sending_again"),
    path("sendings/<uuid:sending_id>/another-way/", sendings.another_way, name="sending_another_way"),
    path("sendings/<uuid:sending_id>/giving-up/", sendings.give_up, name="sending_give_up"),
]
