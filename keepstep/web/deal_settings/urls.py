from django.urls import path

from keepstep.web.deal_settings import pipelines, stages, views

urlpatterns = [
    path("settings/deals/", views.index, name="deal_settings"),
    path("settings/pipelines/new/", pipelines.create, name="pipeline_new"),
    path("settings/pipelines/<uuid:pipeline_id>/", pipelines.edit, name="pipeline"),
    path("settings/pipelines/<uuid:pipeline_id>/closing/", pipelines.close, name="pipeline_close"),
    path("settings/pipelines/<uuid:pipeline_id>/opening/", pipelines.reopen, name="pipeline_reopen"),
    path("settings/pipelines/<uuid:pipeline_id>/stages/", stages.create, name="stage_new"),
    path("settings/stages/<uuid:stage_id>/", stages.edit, name="stage"),
    path("settings/stages/<uuid:stage_id>/place/", stages.move_up, name="stage_up"),
    path("settings/stages/<uuid:stage_id>/closing/", stages.close, name="stage_close"),
    path("settings/stages/<uuid:stage_id>/opening/", stages.reopen, name="stage_reopen"),
]
