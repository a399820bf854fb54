"""People who sign in. "Account" is a ledger word here: a person is a user."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

#: Sent with `user` whenever somebody's password becomes another one, by whatever way.
password_set = Signal()


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person; buying and selling follow from what they own, `is_staff` makes an operator.

    `language` and `timezone` are how letters to them are written; the page they look at may differ. Sessions of an
    earlier `session_round` have ended.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(max_length=8, default="en")
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Another password is told to whoever keeps what an old one gave, in the same transaction."""
        is_another = self._password is not None and not self._state.adding  # type: ignore[attr-defined]  # not in the stubs
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_another:
                password_set.send(type(self), user=self)

    @property
    def is_operator(self) -> bool:
        return self.is_staff

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Django's, which ends sessions when the password changes, bound to the round as well."""
        base: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        return f"{base}.{self.session_round}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
