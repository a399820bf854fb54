"""The map of the site."""

from django.urls import URLPattern, URLResolver, include, path

from marketplace import health
from marketplace.orders import webhooks
from marketplace.storefront.kit import kit
from marketplace.users import languages

handler400 = "marketplace.storefront.views.refusals.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.live, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("account/", include("marketplace.users.urls")),
    path("accounts/", include("allauth.urls")),
    path("kit/", kit, name="kit"),
    path("hooks/courier/", webhooks.courier, name="courier"),
    path("hooks/payments/", include("escrow.payments.urls")),
    path("notices/", include("marketplace.notifications.urls")),
    path("sell/", include("sellers.urls")),
    path("", include("buyers.urls")),
    path("staff/", include("marketplace.staff.urls")),
    path("", include("marketplace.storefront.urls")),
    path("i18n/setlang/", languages.choose, name="set_language"),
]
