"""Where shops' programs listen, and what is sent to them: every delivery is a row until it has been forgotten."""

import json
from typing import ClassVar
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.catalog.models import Shop
from marketplace.webhooks.problems import words_of

LONGEST_URL = 300
LONGEST_ANSWER = 200


class Kind(models.TextChoices):
    """What events are about: the first word of their type."""

    ORDERS = "order", _("Orders and parcels")
    MONEY = "hold", _("Money that leaves keeping")
    CLAIMS = "claim", _("Requests for money back")
    PAYOUTS = "payout", _("Payouts")
    DEPOSITS = "deposit", _("Your deposit")
    REVIEWS = "review", _("Reviews")


class Why(models.TextChoices):
    """Why nothing more is sent to an endpoint."""

    GONE = "gone", _("It answered that it is gone (410).")
    FAILING = "failing", _("Nobody took what we sent for five days.")


class Endpoint(models.Model):
    """An address a shop's program listens at, and which kinds of events it wants.

    Secrets follow from `nonce` and the site's key (signing.py); the one before signs as well until `old_until`. Paused
    by the shop, its events wait; stopped by us (`stopped_why`), none is written down. `failing_since` is the first
    failure after the last success; after each failure it rests until `rests_until`.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="endpoints")
    url = models.CharField(max_length=LONGEST_URL)
    description = models.CharField(_("What listens there"), max_length=60, blank=True)
    kinds = ArrayField(models.CharField(max_length=8, choices=Kind.choices))
    nonce = models.CharField(max_length=32)
    old_nonce = models.CharField(max_length=32, blank=True)
    old_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=8, choices=Why.choices, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop", "url"], name="endpoint_once_a_shop")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_on(self) -> bool:
        """Whether anything is sent to it."""
        return self.paused_at is None and self.stopped_at is None

    @property
    def shown_name(self) -> str:
        """What its shop calls it, else where it listens."""
        return self.description or urlsplit(self.url).netloc

    @property
    def chosen(self) -> list[str]:
        """The kinds of events it wants, in words; nothing when it wants every kind."""
        return [] if set(self.kinds) == set(Kind.values) else [str(Kind(kind).label) for kind in self.kinds]


class State(models.TextChoices):
    """What became of a delivery."""

    DELIVERED = "delivered", pgettext_lazy("webhook", "delivered")
    WAITING = "waiting", pgettext_lazy("webhook", "waiting")
    PAUSED = "paused", pgettext_lazy("webhook", "paused")
    FAILED = "failed", pgettext_lazy("webhook", "given up")


class Delivery(models.Model):
    """One event on its way to one endpoint, once. `event` is its webhook-id, `body` what is signed, letter by letter.

    It is tried when `due_at` comes; without one it has an end (`delivered_at`, `failed_at`), or waits for its endpoint
    to be resumed. `status`, `answer`, `problem` and `took` (milliseconds) are those of the last try, at `tried_at`.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    type = models.CharField(max_length=48)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    problem = models.CharField(max_length=24, blank=True)
    took = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once_an_endpoint"),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(delivered_at=None, failed_at=None), name="delivery_ended_is_not_due"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "due_at"], condition=~Q(due_at=None), name="delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
        ]

    @property
    def reference(self) -> str:
        """The order it names, if it names one."""
        return str(json.loads(self.body)["data"].get("order", ""))

    @property
    def trouble(self) -> str:
        """In words, what kept its last try from being answered; nothing when there was an answer."""
        return words_of(self.problem)

    @property
    def state(self) -> State:
        if self.delivered_at is not None:
            return State.DELIVERED
        if self.failed_at is not None:
            return State.FAILED
        return State.WAITING if self.due_at is not None else State.PAUSED
