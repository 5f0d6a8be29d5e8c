from django.urls import path

from keepstep.web.today import answers, skips, views

urlpatterns = [
    path("", views.index, name="today"),
    path("touchpoints/<uuid:touchpoint_id>/settling/", answers.settle, name="touchpoint_settle"),
    path("touchpoints/<uuid:touchpoint_id>/waiting/", answers.wait_again, name="touchpoint_wait_again"),
    path("items/<uuid:item_id>/skip/", skips.create, name="item_skip"),
]
