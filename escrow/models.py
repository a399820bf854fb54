"""Holds: money kept between payer and payee."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, When

from core.row_check import RowCheck
from escrow.payments.models import Payment
from escrow.states import HoldState


class Hold(models.Model):
    """Money of one payment kept for one book (a shop) until something decides.

    All amounts are minor units of `currency`. `amount` is what enters (H), `discount` the platform's part of it (D),
    `fee_base` what the fee is computed on (goods less the seller's discount), `tax` what the site collects, `fee_rate`
    parts per 10,000. `remaining` is what is left; `goods_back`, `other_back`, `tax_back` and `discount_back` are
    cumulated over all that was given back, also after the release; `fee` is what the platform keeps of it.
    `freeze_count` counts open freezes. `version` rises with every change of state or money: a move compares it.
    """

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="holds", db_constraint=False)
    state = models.CharField(max_length=16, choices=HoldState.choices, default=HoldState.AWAITING_PAYMENT)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)
    fee_base = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    fee_rate = models.IntegerField()
    remaining = models.BigIntegerField(default=0)
    goods_back = models.BigIntegerField(default=0)
    other_back = models.BigIntegerField(default=0)
    tax_back = models.BigIntegerField(default=0)
    discount_back = models.BigIntegerField(default=0)
    fee = models.BigIntegerField(default=0)
    freeze_count = models.SmallIntegerField(default=0)
    version = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    funded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # None says what another one implies: an amount above 0, parts that are not negative and no more than it, a
            # rest between 0 and it.
            RowCheck(
                name="hold_sound",
                conditions={
                    "hold_discount_within": Q(discount__gte=0, discount__lt=F("amount")),
                    "hold_fee_rate_basis_points": Q(fee_rate__gte=0, fee_rate__lte=10_000),
                    "hold_freezes_counted": Q(freeze_count__gte=0),
                    "hold_back_within": Q(
                        goods_back__gte=0,
                        goods_back__lte=F("fee_base"),
                        tax_back__gte=0,
                        tax_back__lte=F("tax"),
                        other_back__gte=0,
                        other_back__lte=F("amount") - F("fee_base") - F("tax"),
                    ),
                    "hold_keeps_the_rest_while_held": Case(
                        When(
                            state="held",
                            then=Q(
                                remaining__gt=0,
                                remaining=F("amount") - F("goods_back") - F("other_back") - F("tax_back"),
                            ),
                        ),
                        default=Q(remaining=0),
                        output_field=models.BooleanField(),
                    ),
                },
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["book_id"], name="hold_book"),
            # Before a promotion is promised. Not by state: what an index holds costs every move of a hold's money.
            models.Index(fields=["currency"], condition=Q(discount__gt=0), name="hold_promised"),
        ]

    @property
    def given_back(self) -> int:
        """All that was given back so far, the promotion's part included."""
        return self.goods_back + self.other_back + self.tax_back

    @property
    def left(self) -> int:
        """What was not given back: all that remains while it is held; afterwards what seller, fee and tax have."""
        return self.amount - self.given_back


class Reserve(models.Model):
    """What an open question about a hold that has ended (an after-sale claim, a chargeback) may yet take from its book.

    `amount` minor units of the payable that no payout touches, until the question itself ends.
    """

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    hold = models.ForeignKey(
        Hold, on_delete=models.PROTECT, related_name="reserves", db_constraint=False, db_index=False
    )
    cause = models.CharField(max_length=16)
    cause_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reserved_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hold", "cause", "cause_id"], name="reserve_cause_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="reserve_amount_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["book_id"], condition=Q(lifted_at=None), name="reserve_open"),
        ]


class Freeze(models.Model):
    """One reason why nothing but its own outcome may move a hold: a claim, a chargeback. Only its own end lifts it."""

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    hold = models.ForeignKey(
        Hold, on_delete=models.PROTECT, related_name="freezes", db_constraint=False, db_index=False
    )
    cause = models.CharField(max_length=16)
    cause_id = models.BigIntegerField()
    frozen_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hold", "cause", "cause_id"], name="freeze_cause_once"),
        ]
