"""The providers' doorbells."""

from django.urls import path

from escrow.payments import webhooks

app_name = "payments"

urlpatterns = [path("<slug:gateway>/", webhooks.receive, name="receive")]
