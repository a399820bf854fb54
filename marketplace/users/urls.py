"""A person's own pages; signing in and out is allauth's."""

from django.urls import path

from marketplace.users import views

app_name = "users"
urlpatterns = [
    path("", views.account, name="account"),
    path("sessions/", views.end_sessions, name="sessions"),
]
