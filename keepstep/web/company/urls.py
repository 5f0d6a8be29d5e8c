from django.urls import path

from keepstep.web.company import marks, retention, tenures, views

urlpatterns = [
    path("company/", views.index, name="company_overview"),
    path("company/monday.pdf", views.monday, name="company_pdf"),
    path("company/monday/", views.want, name="company_sheet"),
    path("company/monday/ending/", views.stop, name="company_sheet_stop"),
    path("company/marks/", marks.index, name="marks"),
    path("company/retention/", retention.show, name="retention"),
    path("company/retention/clients/", tenures.index, name="tenures"),
]
