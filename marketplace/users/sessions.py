"""Django's sessions in the database, read by a statement that is kept: every request begins with one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from core import clock
from core.kept import Kept

_LIVING = Kept(
    "living_session", lambda key: Session.objects.filter(session_key=key, expire_date__gt=clock.REAL_NOW), str
)


class SessionStore(db.SessionStore):
    """As Django's."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVING.first(self.session_key)
        if found is None:
            self._session_key = None
        return found
