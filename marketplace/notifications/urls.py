"""The page of a person's notices."""

from django.urls import path

from marketplace.notifications import views

app_name = "notifications"
urlpatterns = [path("", views.notices, name="notices")]
