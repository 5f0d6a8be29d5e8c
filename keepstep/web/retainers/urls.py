from django.urls import path

from keepstep.web.retainers import views

urlpatterns = [
    path("retainers/", views.index, name="retainers"),
    path("retainers/new/", views.choose, name="retainer_choose"),
    path("accounts/<uuid:account_id>/retainers/new/", views.create, name="retainer_new"),
    path("retainers/<uuid:retainer_id>/", views.change, name="retainer"),
    path("retainers/<uuid:retainer_id>/end/", views.end, name="retainer_end"),
    path("retainers/<uuid:retainer_id>/running-on/", views.run_on, name="retainer_run_on"),
]
