"""The map of the site."""

from django.urls import URLPattern, URLResolver, include, path

from marketplace import health
from marketplace.orders import webhooks
from marketplace.storefront.kit import kit
from marketplace.users import languages

handler400 = "marketplace.storefront.views.refusals.bad_request"
handler404 = "marketplace.storefront.views.refusals.nothing_here"
handler500 = "marketplace.storefront.views.refusals.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.live, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("account/", include("marketplace.users.urls")),
    path("account/tokens/", include("marketplace.api.token_urls")),
    path("accounts/", include("allauth.urls")),
    path("kit/", kit, name="kit"),
    path("api/", include("marketplace.api.urls")),
    path("hooks/courier/", webhooks.courier, name="courier"),
    path("hooks/payments/", include("escrow.payments.urls")),
    path("notices/", include("marketplace.notifications.urls")),
    path("sell/", include("sellers.urls")),
    path("", include("buyers.urls")),
    path("staff/", include("marketplace.staff.urls")),
    path("", include("marketplace.storefront.urls")),
    path("i18n/setlang/", languages.choose, name="set_language"),
]
