"""What we showed a provider about a chargeback: kept as it was sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from escrow.payments.models import Chargeback


class Evidence(models.Model):
    """`document` is what the provider is sent (evidence.py), `words` the operator's own; the worker sends it.

    It has gone once `sent_at` is set, or `refused` says in the provider's words why nothing more is taken in.
    """

    id = models.BigIntegerField(primary_key=True)
    chargeback = models.OneToOneField(Chargeback, on_delete=models.PROTECT, related_name="evidence")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    document = models.JSONField()
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(refused=""), name="evidence_sent_or_refused"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], condition=Q(sent_at=None, refused=""), name="evidence_to_send"),
        ]
