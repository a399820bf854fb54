"""The map of the site."""

from django.urls import URLPattern, URLResolver, include, path

from marketplace import health
from marketplace.orders import webhooks
from marketplace.storefront.kit import kit

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.live, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("kit/", kit, name="kit"),
    path("hooks/courier/", webhooks.courier, name="courier"),
    path("hooks/payments/", include("escrow.payments.urls")),
    path("notices/", include("marketplace.notifications.urls")),
    path("sell/", include("sellers.urls")),
    path("", include("buyers.urls")),
    path("staff/", include("marketplace.staff.urls")),
    path("", include("marketplace.storefront.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
