from django.urls import path

from keepstep.web.order import views

urlpatterns = [path("order/", views.index, name="order")]
