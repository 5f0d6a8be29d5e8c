from django.urls import path

from keepstep.portal.sign_in import views

urlpatterns = [
    path("portal/sign-in/", views.ask, name="portal_sign_in"),
    path("portal/link/<str:token>/", views.let_in, name="portal_let_in"),
    path("portal/sign-out/", views.sign_out, name="portal_sign_out"),
    path("portal/companies/", views.companies, name="portal_companies"),
    path("portal/companies/<uuid:contact_id>/", views.change, name="portal_change"),
]
