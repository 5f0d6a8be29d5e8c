from django.urls import path

from keepstep.web.pauses import views

urlpatterns = [
    path("accounts/<uuid:account_id>/pauses/new/", views.create, name="pause_new"),
    path("pauses/<uuid:pause_id>/resumption/", views.resume, name="pause_resume"),
    path("pauses/<uuid:pause_id>/calling-off/", views.call_off, name="pause_call_off"),
    path("pauses/<uuid:pause_id>/withdrawal/", views.withdraw, name="pause_withdraw"),
    path("pauses/<uuid:pause_id>/resting/", views.rest_again, name="pause_rest_again"),
]
