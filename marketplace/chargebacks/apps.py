from django.apps import AppConfig


class ChargebacksConfig(AppConfig):
    name = "marketplace.chargebacks"
    label = "chargebacks"
    default_auto_field = "django.db.models.BigAutoField"
