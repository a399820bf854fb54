"""Money coming in and going out through a provider."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform

from core.row_check import RowCheck
from escrow.payments.payout_terms import PayoutAccount, PayoutSchedule, PayoutStop
from escrow.payments.states import Agreement, ChargebackState, PaymentState, PayoutState, RefundState, Verdict

__all__ = [
    "Allocation",
    "Capture",
    "Chargeback",
    "Decision",
    "Payment",
    "Payout",
    "PayoutAccount",
    "PayoutSchedule",
    "PayoutStop",
    "ProviderEvent",
    "Refund",
]


class Payment(models.Model):
    """The buyer's intent to pay `amount` minor units through a gateway; `reference` is what the provider is told.

    `purpose` is "checkout" (what it pays for is the business of whoever opened it) or "deposit": then `book_id` is the
    shop's, else 0. `expires_at` is kept for people to read: the closing is a deadline.
    """

    id = models.BigIntegerField(primary_key=True)
    reference = models.CharField(max_length=40)
    purpose = models.CharField(max_length=16)
    book_id = models.BigIntegerField(default=0, db_default=0)
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payments", db_constraint=False
    )
    gateway = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=16, choices=PaymentState.choices, default=PaymentState.AWAITING)
    version = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            # Not `unique=True`: that brings a second index, for the beginning of a text, which nobody looks for.
            models.UniqueConstraint(fields=["reference"], name="payment_reference_once"),
        ]


class Capture(models.Model):
    """One charge at a provider: money that is there. `allotted` went to holds or a deposit, `returned` goes back, or
    was taken out of suspense by a lost chargeback.
    """

    id = models.BigIntegerField(primary_key=True)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="captures", db_constraint=False
    )
    gateway = models.CharField(max_length=16)
    reference = models.CharField(max_length=80)
    claimed_reference = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    allotted = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    version = models.IntegerField(default=0)
    captured_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="capture_reference"),
            models.UniqueConstraint(fields=["payment"], condition=Q(verdict="good"), name="capture_one_good"),
            RowCheck(
                name="capture_sound",
                conditions={
                    "capture_amount_positive": Q(amount__gt=0),
                    "capture_spent_once": Q(
                        allotted__gte=0, returned__gte=0, allotted__lte=F("amount") - F("returned")
                    ),
                },
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recorded_at"],
                condition=Q(verdict="unknown", returned__lt=F("amount")),
                name="capture_in_suspense",
            ),
        ]

    @property
    def left(self) -> int:
        """What went nowhere yet: of a good one what is to be divided, of an unknown one what waits in suspense."""
        return self.amount - self.allotted - self.returned


class Allocation(models.Model):
    """The share of a capture that went into one hold (or one deposit: then `hold_id` is null)."""

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="allocations", db_constraint=False)
    hold_id = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book_id", "hold_id"], name="allocation_hold_once")]


class Chargeback(models.Model):
    """Money a provider took back because the payer's bank disputes a capture; `fee` is what it asked on top.

    `shares` says, once it is lost, how much of it each hold of the payment owes: {hold id: minor units of the buyer's}.
    It has ended when it is won, or when every share was taken and what nobody bears is the host's loss.
    """

    id = models.BigIntegerField(primary_key=True)
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="chargebacks", db_constraint=False)
    gateway = models.CharField(max_length=16)
    reference = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=ChargebackState.choices, default=ChargebackState.OPEN)
    shares = models.JSONField(default=dict)
    version = models.IntegerField(default=0)
    evidence_due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="chargeback_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0, fee__gte=0), name="chargeback_amount_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opened_at"], condition=Q(ended_at=None), name="chargeback_open"),
        ]


class Refund(models.Model):
    """Money on its way back through the provider it came from.

    `hold_id` is the hold it came out of, or was meant for (then it lies in book 0); null when it never was for a hold.
    """

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="refunds", db_constraint=False)
    hold_id = models.BigIntegerField(null=True)
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    reference = models.CharField(max_length=40, unique=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=RefundState.choices, default=RefundState.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, default="", blank=True)
    version = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive")]
        indexes: ClassVar = [
            models.Index(fields=["hold_id"], name="refund_hold"),
            models.Index(fields=["opened_at"], condition=Q(state="due"), name="refund_to_send"),
            models.Index(
                fields=["state", "opened_at"], condition=Q(state__in=["sent", "rejected"]), name="refund_waiting"
            ),
        ]

    @property
    def sent_as(self) -> str:
        """The reference the provider is told, and its idempotency key: a new one for each retry after a rejection."""
        return f"{self.reference}.{self.tries + 1}" if self.tries else self.reference


class Payout(models.Model):
    """Money on its way from a book's payable (from its deposit; or, with `refund`, from a rejected refund) to a bank
    account. One above a set amount needs the agreement of two operators before the provider is asked.
    """

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payouts", db_constraint=False)
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, related_name="payouts", db_constraint=False)
    from_deposit = models.BooleanField(default=False)
    gateway = models.CharField(max_length=16)
    reference = models.CharField(max_length=40, unique=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=16, choices=PayoutState.choices, default=PayoutState.REQUESTED)
    agreement = models.CharField(max_length=8, choices=Agreement.choices, default=Agreement.NONE, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, default="", blank=True)
    version = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="payout_amount_positive")]
        indexes: ClassVar = [
            models.Index(fields=["book_id", "opened_at"], name="payout_book"),
            models.Index(fields=["opened_at"], condition=Q(state="requested"), name="payout_to_send"),
            models.Index(fields=["opened_at"], condition=Q(state="sent"), name="payout_waiting"),
        ]

    @property
    def was_refused(self) -> bool:
        """Whether two operators gave it back: no provider ever knew of it."""
        return self.state == PayoutState.RETURNED and self.agreement == Agreement.NEEDED


class ProviderEvent(models.Model):
    """A signed webhook as it came, kept once for each id of its source. The worker works it off; `error` says why it
    could not.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=16)
    event_id = models.CharField(max_length=80)
    type = models.CharField(max_length=48)
    body = models.JSONField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, default="", blank=True)
    handled_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "event_id"], name="provider_event_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(handled_at=None, dead_at=None), name="provider_event_due"),
            models.Index(fields=["dead_at"], condition=~Q(dead_at=None), name="provider_event_dead"),
        ]


class Decision(models.Model):
    """What one operator proposes to do about money and a second one carries out: match or return suspense, redirect a
    rejected refund, write an entry by hand. `kind` names the act, `data` its ids and amounts.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
                name="decision_four_eyes",
            ),
            models.UniqueConstraint(fields=["kind", "subject_id"], condition=Q(agreed=None), name="decision_one_open"),
            # Declined, its reference is free again; other kinds name no transfer.
            models.UniqueConstraint(
                KeyTextTransform("reference", "data"),
                condition=Q(agreed=None) | Q(agreed=True),
                name="decision_transfer_once",
            ),
        ]
