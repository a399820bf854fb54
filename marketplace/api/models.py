"""Tokens: how a program signs in for a person. Nothing else of the API is kept."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.actor import Role


class Scope(models.TextChoices):
    """What a token may be used for. Nobody may do more by a token than in a browser."""

    READ = "read", _("See what is yours")
    BUY = "buy", _("Buy, confirm and cancel as a buyer")
    SELL = "sell", _("Run your shop: goods, stock, orders")
    MONEY = "money", _("See your shop’s money and have it paid out")
    STAFF = "staff", _("Work at the operators’ desk")


#: What a token needs to act for a side of an order.
SCOPES = {Role.BUYER: Scope.BUY, Role.SELLER: Scope.SELL}


class Token(models.Model):
    """A key of its owner's. Only its digest is kept (SHA-256; the key itself is 256 bits of chance, shown once).

    All times are real ones, wherever the site's clock stands. `tail` is the end of the key, to tell tokens apart.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope.choices))
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "-made_at"], name="token_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def allowed(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]
