from django.urls import path

from keepstep.web.projects import asking, balls, ledger_days, milestones, steps, tasks, views

urlpatterns = [
    path("projects/", views.index, name="projects"),
    path("projects/new/", views.create, name="project_new"),
    path("projects/<uuid:project_id>/", views.show, name="project"),
    path("projects/<uuid:project_id>/closing/", views.close, name="project_close"),
    path("projects/<uuid:project_id>/days/", ledger_days.show, name="project_days"),
    path("projects/<uuid:project_id>/steps/", steps.older, name="project_steps"),
    path("projects/<uuid:project_id>/steps/new/", steps.create, name="step_new"),
    path("projects/<uuid:project_id>/balls/new/", balls.create, name="ball_new"),
    path("projects/<uuid:project_id>/milestones/new/", milestones.create, name="milestone_new"),
    path("projects/<uuid:project_id>/tasks/new/", tasks.create, name="task_new"),
    path("balls/<uuid:ball_id>/pass/", balls.pass_on, name="ball_pass"),
    path("balls/<uuid:ball_id>/landing/", balls.land, name="ball_land"),
    path("balls/<uuid:ball_id>/notices/new/", asking.ask, name="ball_ask"),
    path("balls/<uuid:ball_id>/notices/preview/", asking.preview, name="ball_ask_preview"),
    path("messages/<uuid:message_id>/withdrawal/", asking.withdraw, name="message_withdraw"),
    path("milestones/<uuid:milestone_id>/reaching/", milestones.reach, name="milestone_reach"),
    path("milestones/<uuid:milestone_id>/moves/new/", milestones.move, name="milestone_move"),
    path("tasks/<uuid:task_id>/", tasks.edit, name="task_edit"),
    path("steps/<uuid:step_id>/withdrawal/", steps.withdraw, name="step_withdraw"),
    path("balls/<uuid:ball_id>/catching/", balls.catch, name="ball_catch"),
    path("milestones/<uuid:milestone_id>/unreaching/", milestones.unreach, name="milestone_unreach"),
    path("tasks/<uuid:task_id>/reopening/", tasks.reopen, name="task_reopen"),
    path("tasks/<uuid:task_id>/finishing/", tasks.finish, name="task_finish"),
]
