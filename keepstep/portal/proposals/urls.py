from django.urls import path

from keepstep.portal.proposals import answers, views

urlpatterns = [
    path("proposal/<str:token>/", views.show, name="client_proposal"),
    path("proposal/<str:token>/proposal.pdf", views.paper_copy, name="client_proposal_pdf"),
    path("proposal/<str:token>/seen.gif", views.seen, name="client_proposal_seen"),
    path("proposal/<str:token>/acceptance/", answers.accept, name="client_proposal_accept"),
    path("proposal/<str:token>/declining/", answers.decline, name="client_proposal_decline"),
    path("proposal/<str:token>/questions/", answers.ask, name="client_proposal_ask"),
    path("portal/proposals/<uuid:proposal_id>/", views.show_own, name="portal_proposal"),
    path("portal/proposals/<uuid:proposal_id>/proposal.pdf", views.own_paper, name="portal_proposal_pdf"),
    path("portal/proposals/<uuid:proposal_id>/acceptance/", answers.accept_own, name="portal_proposal_accept"),
    path("portal/proposals/<uuid:proposal_id>/declining/", answers.decline_own, name="portal_proposal_decline"),
    path("portal/proposals/<uuid:proposal_id>/questions/", answers.ask_own, name="portal_proposal_ask"),
]
