from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "escrow"
    label = "escrow"
    default_auto_field = "django.db.models.BigAutoField"
