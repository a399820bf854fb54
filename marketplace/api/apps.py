from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "marketplace.api"
    label = "api"

    def ready(self) -> None:
        from marketplace.api.tokens import end_with_password
        from marketplace.users.models import password_set

        password_set.connect(end_with_password)
