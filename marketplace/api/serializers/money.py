"""A shop's money: where it goes, when, what a payout is made of, the account by day."""

from typing import Any

from rest_framework import serializers

from core.money import Money
from escrow.payments.models import Payout
from escrow.payments.states import Rhythm
from marketplace.api.serializers.amounts import Amount, Minor
from marketplace.api.serializers.choice import Choice
from marketplace.trade.statement import Entry, Part, Statement, masked, parts_of


class Figures(serializers.Serializer[Any]):
    """Never added up: what is held, what can be paid out now, what was. `account` is where payouts go, or null."""

    held = Amount()
    available = Amount()
    paid_out = Amount()
    account = serializers.CharField(allow_null=True)


class PayoutRow(serializers.Serializer[Any]):
    """`state`: requested, sent, paid, refused, returned."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    amount = Amount()
    account = serializers.CharField()
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class PayoutAsked(serializers.Serializer[Any]):
    amount = Minor(at_least=1)


class PayoutPart(serializers.Serializer[Any]):
    """What a payout takes of one line of the account: below 0 what was given back or owed. `whole` when it is all."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    amount = Amount()
    whole = serializers.BooleanField()
    order = serializers.CharField(allow_null=True)


class ItemisedPayout(PayoutRow):
    """Its `parts` add up to its `amount`; a deposit that goes back has none. `problem` is why it came back."""

    agreement = serializers.CharField(allow_blank=True)
    problem = serializers.CharField(allow_blank=True)
    parts = PayoutPart(many=True)


class WaitingAccount(serializers.Serializer[Any]):
    account = serializers.CharField()
    due_at = serializers.DateTimeField()


class OwnBankAccount(serializers.Serializer[Any]):
    """Where payouts go, or null; and where they will go from `due_at` on, unless that is undone."""

    account = serializers.CharField(allow_null=True)
    waiting = WaitingAccount(allow_null=True)


class BankDetails(serializers.Serializer[Any]):
    bank = serializers.CharField(max_length=80)
    holder = serializers.CharField(max_length=80)
    number = serializers.CharField(max_length=40)


class Schedule(serializers.Serializer[Any]):
    """`rhythm`: asked, day, week. Less than `minimum` waits for the next time; `next_at` is null when you ask."""

    rhythm = serializers.CharField()
    minimum = Amount()
    next_at = serializers.DateTimeField(allow_null=True)


class ScheduleAsked(serializers.Serializer[Any]):
    rhythm = Choice(choices=Rhythm.values)
    minimum = Minor(at_least=1)


class DaysAsked(serializers.Serializer[Any]):
    """Both included; without them the last thirty days."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class StatementRow(serializers.Serializer[Any]):
    """What was moved (signed), our charge in it, and what was available after."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    change = Amount()
    fee = Amount()
    balance = Amount()
    order = serializers.CharField(allow_null=True)


class StatementDay(serializers.Serializer[Any]):
    """What was there when the day began and ended, and its lines, latest first."""

    day = serializers.DateField()
    opening = Amount()
    closing = Amount()
    lines = StatementRow(many=True)


class StatementDays(serializers.Serializer[Any]):
    """Days on which something moved, latest first. Each opens with what the one before closed with."""

    opening = Amount()
    closing = Amount()
    days = StatementDay(many=True)


def payout_row(payout: Payout) -> dict[str, Any]:
    return {
        "id": payout.pk,
        "state": payout.state,
        "amount": Money(payout.amount, payout.currency),
        "account": masked(payout.account.bank, payout.account.number),
        "opened_at": payout.opened_at,
        "ended_at": payout.ended_at,
    }


def statement_row(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "what": entry.what,
        "change": entry.change,
        "fee": entry.fee,
        "balance": entry.balance,
        "order": entry.reference or None,
    }


def itemised_payout(payout: Payout) -> dict[str, Any]:
    return {
        **payout_row(payout),
        "agreement": payout.agreement,
        "problem": payout.problem,
        "parts": [part_row(part) for part in parts_of(payout)],
    }


def part_row(part: Part) -> dict[str, Any]:
    return {
        "at": part.entry.at,
        "what": part.entry.what,
        "amount": part.amount,
        "whole": part.whole,
        "order": part.entry.reference or None,
    }


def statement_days(found: Statement) -> dict[str, Any]:
    return {
        "opening": found.opening,
        "closing": found.closing,
        "days": [
            {
                "day": day.at.date(),
                "opening": day.opening,
                "closing": day.closing,
                "lines": [statement_row(entry) for entry in day.entries],
            }
            for day in found.days
        ],
    }
