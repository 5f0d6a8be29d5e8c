from django.urls import path

from keepstep.portal.chat import views

urlpatterns = [
    path("portal/telegram/", views.link, name="portal_chat"),
    path("portal/telegram/ending/", views.end, name="portal_chat_end"),
]
