from django.urls import path

from keepstep.portal.delay_report import views

urlpatterns = [
    path("delay-report/<str:token>/", views.show, name="client_delay_report"),
    path("delay-report/<str:token>/report.pdf", views.paper_copy, name="client_delay_report_pdf"),
]
