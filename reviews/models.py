"""Reviews: what each side of an order says about the other, once, with pictures. The database keeps what was said
(reviews/sql/).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.catalog.kept import KeptPhoto
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order

SIDES = [(Role.BUYER.value, _("the buyer")), (Role.SELLER.value, _("the shop"))]
FEWEST_STARS, MOST_STARS = 1, 5
_USER = settings.AUTH_USER_MODEL


class Review(models.Model):
    """What one side (`by_role`) says about the other: the buyer about `shop`, the shop about the order's buyer.

    Sealed while `opened_at` is empty: nobody but its author and the desk's database sees it. A deleted one stays as a
    line with the reason; its stars count no more.
    """

    id = models.BigIntegerField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reviews")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="reviews")
    by_role = models.CharField(max_length=8, choices=SIDES)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    deleted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "by_role"], name="review_side_once"),
            models.CheckConstraint(condition=Q(stars__gte=FEWEST_STARS, stars__lte=MOST_STARS), name="review_stars"),
            models.CheckConstraint(condition=Q(by_role__in=["buyer", "seller"]), name="review_by_a_side"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, opened_at__isnull=False, by_role="buyer") & ~Q(answer=""),
                name="review_answered_when_open",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_by=None, deleted_reason="")
                | Q(deleted_at__isnull=False, opened_at__isnull=False, deleted_by__isnull=False)
                & ~Q(deleted_reason=""),
                name="review_deleted_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop", "by_role", "-opened_at"], name="review_shop"),
            models.Index(
                fields=["shop", "opened_at"],
                include=["stars"],
                condition=Q(by_role="buyer", opened_at__isnull=False, deleted_at=None),
                name="review_counted",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether more than its author may see it."""
        return self.opened_at is not None

    @property
    def is_deleted(self) -> bool:
        """Whether only the reason is shown."""
        return self.deleted_at is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it: what a shop wrote about a buyer is for the two of them."""
        return self.is_open and not self.is_deleted and self.by_role == Role.BUYER

    @property
    def book_id(self) -> int:
        return self.shop_id


class Photo(KeptPhoto):
    """A picture of a review, seen by whoever may read the review. Append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="photos")

    class Meta:
        ordering: ClassVar = ["id"]
