from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "marketplace.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.webhooks import checks  # noqa: F401, PLC0415 registers the checks, once apps are loaded
