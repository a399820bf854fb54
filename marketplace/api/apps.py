from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "marketplace.api"
    label = "api"

    def ready(self) -> None:
        """Tokens want to hear of another password wherever it is set."""
        import_module("marketplace.api.tokens")
