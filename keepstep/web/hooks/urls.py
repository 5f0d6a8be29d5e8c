from django.urls import path

from keepstep.web.hooks import mail, views

urlpatterns = [
    path("hooks/mail/<str:address>/", mail.create, name="mail_hook"),
    path("hooks/<str:address>/", views.create, name="hook"),
]
