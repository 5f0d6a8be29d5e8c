from django.urls import path

from keepstep.web.search import views

urlpatterns = [path("search/", views.index, name="search")]
