from django.apps import AppConfig


class SuspensionsConfig(AppConfig):
    name = "marketplace.suspensions"
    label = "suspensions"
    default_auto_field = "django.db.models.BigAutoField"
