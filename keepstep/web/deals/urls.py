from django.urls import path

from keepstep.web.deals import bulk, closing, facts, filters, giving, goals, moving, proving, tasks, views

urlpatterns = [
    path("deals/", views.board, name="deals"),
    path("deals/list/", views.index, name="deal_list"),
    path("deals/several/", bulk.several, name="deals_several"),
    path("deals/several/return/", bulk.take_back, name="deals_several_back"),
    path("deals/forecast/", views.forecast, name="deal_forecast"),
    path("deals/goals/<uuid:person_id>/", goals.edit, name="sales_goal"),
    path("deals/filters/new/", filters.create, name="deal_filter_new"),
    path("deals/filters/<uuid:filter_id>/forgetting/", filters.forget, name="deal_filter_forget"),
    path("deals/filters/<uuid:filter_id>/remembering/", filters.remember, name="deal_filter_back"),
    path("deals/new/", facts.create, name="deal_new"),
    path("deals/<uuid:deal_id>/", views.show, name="deal"),
    path("deals/<uuid:deal_id>/edit/", facts.edit, name="deal_edit"),
    path("deals/<uuid:deal_id>/stage/", moving.move, name="deal_move"),
    path("deals/<uuid:deal_id>/stage/return/", moving.take_back, name="deal_move_back"),
    path("deals/<uuid:deal_id>/evidence/", proving.create, name="deal_prove"),
    path("deals/<uuid:deal_id>/salesperson/", giving.give, name="deal_give"),
    path("deals/<uuid:deal_id>/loss/", closing.lose, name="deal_lose"),
    path("deals/<uuid:deal_id>/opening/", closing.reopen, name="deal_reopen"),
    path("deals/<uuid:deal_id>/tasks/", tasks.create, name="deal_task_new"),
    path("deals/<uuid:deal_id>/notes/", facts.note, name="deal_note"),
    path("deal-tasks/<uuid:task_id>/", tasks.edit, name="deal_task"),
    path("deal-tasks/<uuid:task_id>/done/", tasks.finish, name="deal_task_finish"),
    path("deal-tasks/<uuid:task_id>/undone/", tasks.reopen, name="deal_task_reopen"),
    path("evidence/<uuid:evidence_id>/file/", proving.file, name="evidence_file"),
    path("evidence/<uuid:evidence_id>/withdrawal/", proving.withdraw, name="evidence_withdraw"),
    path("leads/<uuid:lead_id>/deal/", facts.of_lead, name="lead_deal"),
]
