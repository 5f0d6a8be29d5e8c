from django.urls import path

from keepstep.web.plan import closing, lines, views

urlpatterns = [
    path("plan/", views.index, name="plan"),
    path("plan/lines/", lines.write, name="plan_lines"),
    path("plan/suggestions/", lines.take_suggestions, name="plan_suggestions"),
    path("plan/copy/", lines.copy, name="plan_copy"),
    path("plan/undoing/", lines.undo, name="plan_undo"),
    path("plan/changes/", closing.changes, name="plan_changes"),
    path("plan/close/", closing.close, name="plan_close"),
    path("plan/closes/<uuid:close_id>/reopening/", closing.reopen, name="plan_reopen"),
]
