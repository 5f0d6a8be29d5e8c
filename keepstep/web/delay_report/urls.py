from django.urls import path

from keepstep.web.delay_report import link, views

urlpatterns = [
    path("projects/<uuid:project_id>/delay-report/", views.show, name="delay_report"),
    path("projects/<uuid:project_id>/delay-report.pdf", views.paper_copy, name="delay_report_pdf"),
    path("projects/<uuid:project_id>/delay-report/comment/", views.comment, name="delay_report_comment"),
    path("projects/<uuid:project_id>/delay-report/link/", link.make, name="delay_report_link"),
    path("projects/<uuid:project_id>/delay-report/link/ending/", link.end, name="delay_report_link_end"),
]
