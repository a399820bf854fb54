"""The books: immutable balanced facts. A posting has a debit account, a credit account and an amount > 0, so an entry
cannot be out of balance. Rows are written by `commit_move` alone and are append-only (the database refuses the rest).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """An account that is taken from by more than one subject's moves (payable, deposit): its row is what takers
    compare.

    `version` rises with every taking, so a balance read together with it can only have grown when the version still
    stands.
    Other accounts need no row: their number says what they are (escrow/chart.py).
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    number = models.BigIntegerField()
    version = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book_id", "number"], name="account_number")]


class JournalEntry(models.Model):
    """One fact with a unique key named after it: `hold:42:release`."""

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    key = models.CharField(max_length=100)
    at = models.DateTimeField()
    xid = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book_id", "key"], name="entry_key")]


class Posting(models.Model):
    """`amount` minor units from the debit account to the credit account. Both bear the same currency."""

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_moves"),
            models.CheckConstraint(condition=Q(debit__gt=0, credit__gt=0), name="posting_accounts_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entry_id"], name="posting_entry"),
            models.Index(fields=["debit"], name="posting_debit"),
            models.Index(fields=["credit"], name="posting_credit"),
        ]


class Checkpoint(models.Model):
    """The balance of an account over all entries below `xid`: reading stays flat as the books grow."""

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    number = models.BigIntegerField()
    xid = models.BigIntegerField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book_id", "number"], name="checkpoint_number"),
        ]
