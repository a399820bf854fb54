"""What signing in means for the house: where somebody finds themselves then, and what ends with an old password."""

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from core import clock
from marketplace.api.tokens import revoke_all
from marketplace.catalog.models import Shop
from marketplace.users.letters import Letters
from marketplace.users.models import User


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

    def set_password(self, user: User, password: str) -> None:
        """Whoever knew the old one may have made tokens with it: they end with it, as its sessions do."""
        with transaction.atomic():
            super().set_password(user, password)
            revoke_all(user, now=clock.real_now())
