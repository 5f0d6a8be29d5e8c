from django.urls import path

from keepstep.portal.projects import views

urlpatterns = [
    path("portal/projects/", views.index, name="portal_projects"),
    path("portal/projects/<uuid:project_id>/", views.show, name="portal_project"),
    path("portal/projects/<uuid:project_id>/delay-report.pdf", views.report, name="portal_delay_report"),
]
