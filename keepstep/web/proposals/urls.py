from django.urls import path

from keepstep.web.proposals import acts, editor, link, sending, talk, views

urlpatterns = [
    path("deals/proposals/", views.index, name="proposals"),
    path("deals/<uuid:deal_id>/proposals/new/", editor.create, name="proposal_new"),
    path("deals/proposals/<uuid:proposal_id>/", views.show, name="proposal"),
    path("deals/proposals/<uuid:proposal_id>/edit/", editor.edit, name="proposal_edit"),
    path("deals/proposals/<uuid:proposal_id>/next/", acts.go_on, name="proposal_next"),
    path("deals/proposals/<uuid:proposal_id>/publishing/", acts.publish, name="proposal_publish"),
    path("deals/proposals/<uuid:proposal_id>/discarding/", acts.throw_away, name="proposal_throw_away"),
    path("deals/proposals/thrown/<uuid:thrown_id>/", acts.take_up, name="proposal_take_up"),
    path("deals/proposals/<uuid:proposal_id>/letter/", sending.create, name="proposal_letter"),
    path("deals/proposals/<uuid:proposal_id>/link/", link.make, name="proposal_link"),
    path("deals/proposals/<uuid:proposal_id>/link/ending/", link.end, name="proposal_link_end"),
    path("deals/proposals/<uuid:proposal_id>/invoice/", acts.invoice, name="proposal_invoice"),
    path("deals/proposal-versions/<uuid:version_id>/", views.version, name="proposal_version"),
    path("deals/proposal-versions/<uuid:version_id>/proposal.pdf", views.paper_copy, name="proposal_pdf"),
    path("deals/proposal-questions/<uuid:question_id>/answer/", talk.answer, name="proposal_answer"),
    path("deals/proposal-decisions/<uuid:decision_id>/withdrawal/", acts.withdraw, name="proposal_withdraw"),
]
