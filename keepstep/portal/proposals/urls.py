from django.urls import path

from keepstep.portal.proposals import answers, views

urlpatterns = [
    path("proposal/<str:token>/", views.show, name="client_proposal"),
    path("proposal/<str:token>/proposal.pdf", views.paper_copy, name="client_proposal_pdf"),
    path("proposal/<str:token>/seen.gif", views.seen, name="client_proposal_seen"),
    path("proposal/<str:token>/acceptance/", answers.accept, name="client_proposal_accept"),
    path("proposal/<str:token>/declining/", answers.decline, name="client_proposal_decline"),
    path("proposal/<str:token>/questions/", answers.ask, name="client_proposal_ask"),
]
