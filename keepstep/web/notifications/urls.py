from django.urls import path

from keepstep.web.notifications import views

urlpatterns = [
    path("notifications/", views.index, name="notifications"),
    path("notifications/seen/", views.see_all, name="notifications_see"),
    path("notifications/unseen/", views.unsee, name="notifications_unsee"),
    path("notifications/<uuid:notification_id>/", views.open_, name="notification"),
]
