"""A payment on its way in: where a person pays it, and how it stands."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from core.money import Money
from escrow.payments.models import Payment
from marketplace.api.serializers.amounts import Amount
from marketplace.trade.paying import bank_account, closed_way, stands, ways_to_pay


class TransferTo(serializers.Serializer[Any]):
    """The host's own bank account; `code` (BIC, branch) may be empty. `reference` has to stand on the transfer."""

    holder = serializers.CharField()
    bank = serializers.CharField()
    number = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    reference = serializers.CharField()


class WayToPay(serializers.Serializer[Any]):
    """What is sent as `gateway`; the first counts where none is. `hint` says what happens then."""

    gateway = serializers.CharField()
    title = serializers.CharField()
    hint = serializers.CharField()


class Paying(serializers.Serializer[Any]):
    """`blocked_reason`: the host no longer takes payments this way, and what to do instead; empty while it does."""

    reference = serializers.CharField()
    gateway = serializers.CharField()
    stands = serializers.CharField()
    amount = Amount()
    expires_at = serializers.DateTimeField()
    cashier = serializers.CharField(allow_null=True)
    transfer_to = TransferTo(allow_null=True)
    blocked_reason = serializers.CharField(allow_blank=True)


def gateway_field() -> serializers.CharField:
    """Which way; the action says which ones are open."""
    return serializers.CharField(required=False, max_length=16)


def ways() -> list[dict[str, str]]:
    return [asdict(way) | {"title": str(way)} for way in ways_to_pay()]


def paying(payment: Payment, cashier: Callable[[str], str], now: datetime) -> dict[str, Any]:
    """`cashier` answers the address of the provider's page in a language."""
    state = stands(payment)
    payable = state == "waiting" and payment.expires_at > now
    closed = closed_way(payment) if state == "waiting" else ""
    account = bank_account(payment.gateway) if payable else None
    return {
        "reference": payment.reference,
        "gateway": payment.gateway,
        "stands": state,
        "amount": Money(payment.amount, payment.currency),
        "expires_at": payment.expires_at,
        "cashier": cashier(get_language() or "en") if payable and not closed else None,
        "transfer_to": {**asdict(account), "reference": payment.reference} if account else None,
        "blocked_reason": closed,
    }
