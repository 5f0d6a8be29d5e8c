from django.urls import path

from keepstep.web.development import acts, views

urlpatterns = [
    path("accounts/<uuid:account_id>/development/", views.show, name="development"),
    path("accounts/<uuid:account_id>/growth-target/", acts.aim, name="growth_target"),
    path("accounts/<uuid:account_id>/development/talks/new/", acts.talk, name="development_talk_new"),
    path("development-talks/<uuid:talk_id>/taking-back/", acts.take_back, name="development_talk_take_back"),
    path("accounts/<uuid:account_id>/offers/<uuid:service_id>/deal/", acts.offer, name="offer_deal"),
]
