"""Claims: what a buyer asks for, what both sides said, what was agreed or ruled. Amounts: minor units of the order's
currency. What was said is never changed.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.catalog.kept import KeptPhoto
from marketplace.catalog.models import Shop
from marketplace.claims.states import ClaimState, Outcome
from marketplace.orders.models import Order, OrderLine

SIDES = [(Role.BUYER.value, _("the buyer")), (Role.SELLER.value, _("the shop"))]
_USER = settings.AUTH_USER_MODEL


class Wish(models.TextChoices):
    """What a claim asks for, or an offer gives."""

    REFUND = "refund", _("money back")
    RETURN = "return", _("send back, and money back")


class Reason(models.TextChoices):
    """Why a buyer claims."""

    NOT_AS_DESCRIBED = "not_as_described", _("not as described")
    DAMAGED = "damaged", _("damaged")
    WRONG_ITEM = "wrong_item", _("the wrong goods")
    MISSING = "missing", _("something is missing")
    NOT_ARRIVED = "not_arrived", _("it did not arrive")
    NO_LONGER_WANTED = "no_longer_wanted", _("no longer wanted")
    OTHER = "other", _("something else")


class Sums(models.Model):
    """What goes to the buyer of a hold's money: goods, other parts (sending), tax; `postage` comes on top when the
    seller pays what sending back costs.
    """

    goods = models.BigIntegerField()
    other = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    postage_by = models.CharField(max_length=8, choices=SIDES, blank=True)
    postage = models.BigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(goods__gte=0, other__gte=0, tax__gte=0, postage__gte=0), name="%(class)s_not_negative"
            ),
            models.CheckConstraint(condition=Q(postage=0) | Q(postage_by="seller"), name="%(class)s_postage_by_seller"),
        ]

    @property
    def total(self) -> int:
        """All that is taken out of the hold for the buyer, the postage included."""
        return self.goods + self.other + self.tax + self.postage


class Claim(Sums):
    """A buyer's request for a refund or a return, as it stands: changed, or replaced by what was agreed.

    `shipped` is whether the goods were on their way when it was opened, `after_sale` whether the money had been
    released: then it is not frozen, but a part of the shop's payable waits, and is taken back in the end.
    """

    id = models.BigIntegerField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=16, choices=ClaimState.choices, default=ClaimState.ASKED)
    wish = models.CharField(max_length=8, choices=Wish.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    shipped = models.BooleanField()
    after_sale = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)

    class Meta(Sums.Meta):
        constraints: ClassVar = [
            *Sums.Meta.constraints,
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="claim_one_open"),
            models.UniqueConstraint(fields=["order"], condition=Q(shipped=False), name="claim_one_before_shipping"),
            models.CheckConstraint(
                condition=Q(state="closed", ended_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(ended_at=None, outcome=""),
                name="claim_closed_with_its_outcome",
            ),
            models.CheckConstraint(condition=Q(shipped=True) | Q(wish="refund"), name="claim_unshipped_is_a_refund"),
            models.CheckConstraint(
                condition=Q(shipped=True) | Q(after_sale=False), name="claim_after_sale_was_shipped"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    @property
    def book_id(self) -> int:
        return self.order.shop_id


class ClaimLine(models.Model):
    """So much is asked for one line; `line` is None for sending. A changed claim has other lines."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="claims")
    amount = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "line"], name="claim_line_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(amount__gt=0, tax__gte=0), name="claim_line_positive"),
        ]


class Offer(Sums):
    """What one side offers instead of what is asked."""

    id = models.BigIntegerField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="offers")
    role = models.CharField(max_length=8, choices=SIDES)
    wish = models.CharField(max_length=8, choices=Wish.choices)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    #: accepted | refused | countered | lapsed
    answer = models.CharField(max_length=12, blank=True)

    class Meta(Sums.Meta):
        constraints: ClassVar = [
            *Sums.Meta.constraints,
            models.UniqueConstraint(fields=["claim"], condition=Q(answered_at=None), name="offer_one_open"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="offer_answered_with_its_answer",
            ),
        ]


class Photo(KeptPhoto):
    """A picture of an order, shown to its two sides and to the desk alone."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="photos")
    role = models.CharField(max_length=8, choices=SIDES)
    uploader = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")


class Statement(models.Model):
    """What somebody said about a claim, with pictures. Append-only: the database refuses any change."""

    class Act(models.TextChoices):
        OPENED = "opened", _("asked")
        CHANGED = "changed", _("asked for something else")
        OFFERED = "offered", _("made an offer")
        REFUSED = "refused", _("refused")
        CONTESTED = "contested", _("contested the goods that came back")
        EVIDENCE = "evidence", _("added evidence")
        APPEALED = "appealed", _("appealed")
        WITHDRAWN = "withdrawn", _("withdrew")

    id = models.BigIntegerField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="statements")
    role = models.CharField(max_length=8, choices=SIDES)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=Act.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    photos = models.ManyToManyField(Photo, related_name="statements")


class ReturnAddress(models.Model):
    """Where a shop has goods sent back."""

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, related_name="return_address")
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    region = models.CharField(max_length=120)
    street = models.CharField(max_length=200)


class GoodsBack(models.Model):
    """Goods that are to come back: the shop's address as it was when that was agreed, then the parcel."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="goods_back")
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    region = models.CharField(max_length=120)
    street = models.CharField(max_length=200)
    carrier = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)


class Ruling(Sums):
    """An operator's decision: so much to the buyer, the rest to the shop. Number 2 is the one on an appeal.

    Proposed, and given at once or by a `second` operator; money may move from `final_at` on. One that was made
    `by_default`, because none was given in time, has no operator.
    """

    id = models.BigIntegerField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rulings")
    number = models.PositiveSmallIntegerField()
    operator = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    reasons = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    declined_reasons = models.TextField(blank=True)
    accepted_by_buyer_at = models.DateTimeField(null=True)
    accepted_by_seller_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    by_default = models.BooleanField(default=False)

    class Meta(Sums.Meta):
        constraints: ClassVar = [
            *Sums.Meta.constraints,
            models.UniqueConstraint(fields=["claim", "number"], condition=Q(declined_at=None), name="ruling_once"),
            models.UniqueConstraint(fields=["claim"], condition=Q(final_at__isnull=False), name="ruling_one_final"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="ruling_number"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(given_at=None, final_at=None), name="ruling_declined_is_never_given"
            ),
            models.CheckConstraint(
                condition=Q(final_at=None) | Q(given_at__isnull=False), name="ruling_final_was_given"
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=models.F("operator")), name="ruling_seconded_by_another"
            ),
            models.CheckConstraint(condition=Q(by_default=True) | Q(operator__isnull=False), name="ruling_by_somebody"),
        ]


class Appeal(models.Model):
    """One side does not accept the ruling. Once a claim."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="appeal")
    role = models.CharField(max_length=8, choices=SIDES)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
