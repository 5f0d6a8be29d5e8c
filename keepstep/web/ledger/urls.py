from django.urls import path

from keepstep.web.ledger import answers, days, views

urlpatterns = [
    path("ledger/", views.index, name="ledger"),
    path("ledger/days/", days.index, name="ledger_days"),
    path("ledger/answers/", answers.index, name="ledger_answers"),
]
