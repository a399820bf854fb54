"""Who signs in, as django-allauth does it, and who has: read by a statement that is kept, at every request."""

from allauth.account.auth_backends import AuthenticationBackend

from core.kept import Kept
from marketplace.users.models import User

_BY_ID = Kept("user_by_id", lambda number: User.objects.filter(pk=number), int)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """As django-allauth's."""

    def get_user(self, user_id: int) -> User | None:
        """The person a session belongs to, unless the account was closed."""
        found = _BY_ID.first(user_id)
        return found if self.user_can_authenticate(found) else None
