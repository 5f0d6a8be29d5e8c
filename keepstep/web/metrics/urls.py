from django.urls import path

from keepstep.web.metrics import files, goals, views

urlpatterns = [
    path("accounts/<uuid:account_id>/metrics/", views.index, name="metrics"),
    path("accounts/<uuid:account_id>/metrics/new/", views.create, name="metric_new"),
    path("accounts/<uuid:account_id>/metrics/file/", files.create, name="metric_file"),
    path("metrics/<uuid:metric_id>/edit/", views.edit, name="metric_edit"),
    path("metrics/<uuid:metric_id>/size/", views.size, name="metric_size"),
    path("metrics/<uuid:metric_id>/closing/", views.close, name="metric_close"),
    path("metrics/<uuid:metric_id>/opening/", views.reopen, name="metric_reopen"),
    path("metrics/<uuid:metric_id>/numbers/new/", views.read, name="measure_new"),
    path("numbers/<uuid:measure_id>/taking-back/", views.take_back, name="measure_take_back"),
    path("metrics/<uuid:metric_id>/goals/new/", goals.create, name="goal_new"),
    path("goals/<uuid:goal_id>/dropping/", goals.drop, name="goal_drop"),
    path("goals/<uuid:goal_id>/taking-up/", goals.take_up, name="goal_take_up"),
]
