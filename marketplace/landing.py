"""Where somebody finds themselves when they have signed in."""

from django.http import HttpRequest
from django.urls import reverse

from marketplace.catalog.models import Shop
from marketplace.users.letters import Letters


class Adapter(Letters):
    """allauth asks it only when the sign-in named no page to go back to."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Operators: the queue. Sellers: the desk. Everybody else: the front page. At most one query."""
        user = request.user
        if user.is_authenticated and user.is_operator:
            return reverse("staff:desk")
        if Shop.objects.filter(owner_id=user.pk).exists():
            return reverse("sellers:desk")
        return super().get_login_redirect_url(request)  # type: ignore[no-any-return]
