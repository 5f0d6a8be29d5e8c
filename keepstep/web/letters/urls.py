from django.urls import path

from keepstep.web.letters import answers, attachments, sorting, views

urlpatterns = [
    path("letters/", views.index, name="letters"),
    path("letters/<uuid:letter_id>/", views.show, name="letter"),
    path("letters/<uuid:letter_id>/file/", views.file, name="letter_file"),
    path("letters/<uuid:letter_id>/client/", sorting.attach, name="letter_attach"),
    path("letters/<uuid:letter_id>/lead/", sorting.make_lead, name="letter_lead"),
    path("letters/<uuid:letter_id>/detaching/", sorting.detach, name="letter_detach"),
    path("letters/<uuid:letter_id>/ignoring/", sorting.ignore, name="letter_ignore"),
    path("letters/<uuid:letter_id>/return/", sorting.restore, name="letter_restore"),
    path("touchpoints/<uuid:touchpoint_id>/answer/", answers.create, name="touchpoint_answer"),
    path("answers/<uuid:message_id>/withdrawal/", answers.withdraw, name="answer_withdraw"),
    path("attachments/<uuid:attachment_id>/", attachments.show, name="attachment"),
]
