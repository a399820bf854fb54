"""The lives of a payment, a refund, a payout, a bank account and a chargeback, as tables of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentState(models.TextChoices):
    """What has become of the buyer's intent to pay."""

    AWAITING = "awaiting", _("awaiting payment")
    PAID = "paid", _("paid")
    VOID = "void", _("closed unpaid")


class Verdict(models.TextChoices):
    """Why a capture pays, or does not.

    Only a good one pays; every other goes back whole (unknown: waits in suspense).
    """

    GOOD = "good", _("good")
    LATE = "late", _("came too late")
    SHORT = "short", _("too little")
    OVER = "over", _("too much")
    SECOND = "second", _("paid twice")
    FOREIGN = "foreign", _("another currency")
    UNKNOWN = "unknown", _("from nobody we know")


class RefundState(models.TextChoices):
    """Money on its way back to a buyer. What had arrived and was sent back by a bank counts as rejected."""

    DUE = "due", _("to be sent")
    SENT = "sent", _("sent")
    SUCCEEDED = "succeeded", _("arrived")
    REJECTED = "rejected", _("rejected")
    TO_BANK = "to_bank", _("goes to a bank account instead")


class PayoutState(models.TextChoices):
    """Money on its way to a bank account. Banks return money days after saying "paid"."""

    REQUESTED = "requested", _("requested")
    SENT = "sent", _("sent")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("returned")


class Agreement(models.TextChoices):
    """Whether two operators must agree before a payout is sent, and have."""

    NONE = "", _("not needed")
    NEEDED = "needed", _("needed")
    GIVEN = "given", _("given")


class Rhythm(models.TextChoices):
    """When a shop's money is paid out."""

    ASKED = "asked", _("when I ask")
    DAY = "day", _("every day")
    WEEK = "week", _("every week, on Monday")


class AccountState(models.TextChoices):
    """What a bank account is to its book. A person's own, for a rejected refund, is simply in use."""

    IN_USE = "in_use", _("payouts go there")
    WAITING = "waiting", _("named, and not used yet")
    REPLACED = "replaced", _("used before")
    UNDONE = "undone", _("never used: the change was undone")


class ChargebackState(models.TextChoices):
    """What became of a dispute between the payer's bank and the provider."""

    OPEN = "open", _("disputed")
    WON = "won", _("won")
    LOST = "lost", _("lost")


REFUND_TRANSITIONS: dict[tuple[RefundState, str], RefundState] = {
    (RefundState.DUE, "send"): RefundState.SENT,
    (RefundState.SENT, "finish"): RefundState.SUCCEEDED,
    (RefundState.SENT, "reject"): RefundState.REJECTED,
    (RefundState.SUCCEEDED, "return"): RefundState.REJECTED,
    (RefundState.REJECTED, "retry"): RefundState.DUE,
    (RefundState.REJECTED, "redirect"): RefundState.TO_BANK,
}

PAYOUT_TRANSITIONS: dict[tuple[PayoutState, str], PayoutState] = {
    (PayoutState.REQUESTED, "send"): PayoutState.SENT,
    (PayoutState.REQUESTED, "refuse"): PayoutState.RETURNED,
    (PayoutState.SENT, "finish"): PayoutState.PAID,
    (PayoutState.SENT, "return"): PayoutState.RETURNED,
    (PayoutState.PAID, "return"): PayoutState.RETURNED,
}

ACCOUNT_TRANSITIONS: dict[tuple[AccountState, str], AccountState] = {
    (AccountState.WAITING, "pass"): AccountState.IN_USE,
    (AccountState.WAITING, "undo"): AccountState.UNDONE,
    (AccountState.IN_USE, "replace"): AccountState.REPLACED,
}

CHARGEBACK_TRANSITIONS: dict[tuple[ChargebackState, str], ChargebackState] = {
    (ChargebackState.OPEN, "win"): ChargebackState.WON,
    (ChargebackState.OPEN, "lose"): ChargebackState.LOST,
}
