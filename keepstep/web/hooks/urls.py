from django.urls import path

from keepstep.web.hooks import mail, telegram, views

urlpatterns = [
    path("hooks/mail/<str:address>/", mail.create, name="mail_hook"),
    path("hooks/telegram/<str:address>/", telegram.create, name="telegram_hook"),
    path("hooks/<str:address>/", views.create, name="hook"),
]
