from django.urls import path

from keepstep.web.briefs import questionnaires, questions, views

urlpatterns = [
    path("deals/<uuid:deal_id>/briefs/", views.create, name="brief_new"),
    path("briefs/<uuid:brief_id>/", views.show, name="brief"),
    path("briefs/<uuid:brief_id>/link/", views.link, name="brief_link"),
    path("briefs/<uuid:brief_id>/letter/", views.letter, name="brief_letter"),
    path("briefs/<uuid:brief_id>/answers/", views.edit, name="brief_edit"),
    path("briefs/<uuid:brief_id>/opening/", views.reopen, name="brief_reopen"),
    path("briefs/<uuid:brief_id>/ending/", views.end, name="brief_end"),
    path("briefs/<uuid:brief_id>/asking/", views.ask_again, name="brief_ask_again"),
    path("settings/questionnaires/", questionnaires.index, name="questionnaires"),
    path("settings/questionnaires/new/", questionnaires.create, name="questionnaire_new"),
    path("settings/questionnaires/<uuid:asking_id>/", questionnaires.edit, name="questionnaire"),
    path("settings/questionnaires/<uuid:asking_id>/closing/", questionnaires.close, name="questionnaire_close"),
    path("settings/questionnaires/<uuid:asking_id>/opening/", questionnaires.reopen, name="questionnaire_reopen"),
    path("settings/questionnaires/<uuid:asking_id>/questions/", questions.create, name="question_new"),
    path("settings/questions/<uuid:question_id>/", questions.edit, name="question"),
    path("settings/questions/<uuid:question_id>/place/", questions.move_up, name="question_up"),
    path("settings/questions/<uuid:question_id>/dropping/", questions.drop, name="question_drop"),
    path("settings/questions/<uuid:question_id>/taking/", questions.take_up, name="question_take_up"),
]
