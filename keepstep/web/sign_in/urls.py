from django.urls import path

from keepstep.web.sign_in import views

urlpatterns = [
    path("sign-in/", views.password, name="sign_in"),
    path("sign-in/link/", views.ask_link, name="sign_in_link"),
    path("sign-in/link/<str:token>/", views.use_link, name="sign_in_with"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.language, name="language"),
]
