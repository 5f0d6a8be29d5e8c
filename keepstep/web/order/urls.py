from django.urls import path

from keepstep.web.order import day, views

urlpatterns = [
    path("order/", views.index, name="order"),
    path("order/days/<uuid:due_day_id>/", day.show, name="due_day"),
]
