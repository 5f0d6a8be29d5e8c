from django.urls import path

from keepstep.web.leads import answering, assessing, bulk, export, facts, giving, merging, sorting, talk, views

urlpatterns = [
    path("leads/", views.index, name="leads"),
    path("leads/leads.csv", export.index, name="leads_file"),
    path("leads/new/", facts.create, name="lead_new"),
    path("leads/several/", bulk.several, name="leads_several"),
    path("leads/several/return/", bulk.take_back, name="leads_several_back"),
    path("leads/<uuid:lead_id>/", views.show, name="lead"),
    path("leads/<uuid:lead_id>/edit/", facts.edit, name="lead_edit"),
    path("leads/<uuid:lead_id>/taking/", sorting.take, name="lead_take"),
    path("leads/<uuid:lead_id>/salesperson/", giving.give, name="lead_give"),
    path("leads/<uuid:lead_id>/salesperson/return/", giving.take_back, name="lead_give_back"),
    path("leads/<uuid:lead_id>/client/", sorting.attach, name="lead_attach"),
    path("leads/<uuid:lead_id>/rejection/", sorting.reject, name="lead_reject"),
    path("leads/<uuid:lead_id>/return/", sorting.restore, name="lead_restore"),
    path("leads/<uuid:lead_id>/letters/", answering.create, name="lead_answer"),
    path("leads/<uuid:lead_id>/talk/", talk.create, name="lead_talk"),
    path("leads/<uuid:lead_id>/criteria/<uuid:criterion_id>/", assessing.assess, name="lead_assess"),
    path("leads/<uuid:lead_id>/merging/<uuid:other_id>/", merging.create, name="lead_merge"),
    path("merges/<uuid:merge_id>/parting/", merging.part, name="lead_part"),
]
