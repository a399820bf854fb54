"""Suspensions: a shop that sells nothing for now, a person who begins nothing new. What was written stays as it was
(marketplace/suspensions/sql/keep_suspensions.sql).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """What can be suspended."""

    SHOP = "shop", _("shop")
    PERSON = "person", _("person")


class Suspension(models.Model):
    """An operator has suspended a shop or a person (`subject_type`, `subject_id`), at once and alone. What follows,
    another one decides: it is lifted, or kept after the one appeal.

    `person` is whom it concerns: the person, or the owner of the shop. They read `reason`, `kept_reason` and
    `lifted_reason`; `appeal` are their own words.
    """

    id = models.BigAutoField(primary_key=True)
    subject_type = models.CharField(max_length=16, choices=Kind.choices)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.TextField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    kept_reason = models.TextField(blank=True)
    kept_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(null=True)
    lifted_reason = models.TextField(blank=True)
    lifted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(lifted_at=None), name="suspension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(subject_type="shop") | Q(subject_type="person", subject_id=F("person")),
                name="suspension_of_a_shop_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_with_a_reason"),
            models.CheckConstraint(
                condition=Q(appealed_at=None, appeal="") | Q(appealed_at__isnull=False) & ~Q(appeal=""),
                name="suspension_appealed_in_words",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None, kept_by=None, kept_reason="")
                | Q(kept_at__isnull=False, kept_by__isnull=False, appealed_at__isnull=False) & ~Q(kept_reason=""),
                name="suspension_kept_after_an_appeal",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason=""),
                name="suspension_lifted_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(kept_by=None) | ~Q(kept_by=F("by"))) & (Q(lifted_by=None) | ~Q(lifted_by=F("by"))),
                name="suspension_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(by=F("person"))
                & (Q(kept_by=None) | ~Q(kept_by=F("person")))
                & (Q(lifted_by=None) | ~Q(lifted_by=F("person"))),
                name="suspension_by_nobody_concerned",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["appealed_at"],
                condition=Q(appealed_at__isnull=False, kept_at=None, lifted_at=None),
                name="suspension_appeal_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk}"

    @property
    def book_id(self) -> int:
        """A shop's id is the number of its book; a person has none."""
        return self.subject_id if self.subject_type == Kind.SHOP else 0

    @property
    def is_open(self) -> bool:
        return self.lifted_at is None

    @property
    def appeal_waits(self) -> bool:
        """Whether an appeal has been made and nobody has decided about it."""
        return self.appealed_at is not None and self.kept_at is None and self.lifted_at is None
