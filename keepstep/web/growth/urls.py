from django.urls import path

from keepstep.web.growth import answers, reviews, views

urlpatterns = [
    path("growth/", views.index, name="growth"),
    path("accounts/<uuid:account_id>/growth/", views.show, name="account_growth"),
    path("accounts/<uuid:account_id>/growth/answer/", answers.create, name="growth_answer"),
    path("accounts/<uuid:account_id>/review/", reviews.show, name="growth_review"),
    path("accounts/<uuid:account_id>/review/review.pdf", reviews.paper_copy, name="growth_review_pdf"),
    path("accounts/<uuid:account_id>/review/new/", reviews.create, name="growth_review_new"),
    path("reviews/<uuid:review_id>/taking-back/", reviews.take_back, name="growth_review_take_back"),
]
