"""The books: immutable balanced facts. A posting has a debit account, a credit account and an amount > 0, so an entry
cannot be out of balance. Rows are written by `commit_move` alone and are append-only (the database refuses the rest).
"""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from core.row_check import RowCheck


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
    """One fact with a unique key named after it: `hold:42:release`. `xid` is the transaction that wrote it."""

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField()
    key = models.CharField(max_length=100)
    at = models.DateTimeField()
    xid = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book_id", "key"], name="entry_key")]
        # Days of all books are looked for by time; entries come in its order, so this costs the books nothing.
        indexes: ClassVar = [
            BrinIndex(fields=["at"], name="entry_at", pages_per_range=32),
            # A shop reads its own last weeks, whatever all others sold meanwhile.
            models.Index(fields=["book_id", "at"], name="entry_of_book"),
        ]


class Posting(models.Model):
    """`amount` minor units from the debit account to the credit account. Both bear the same currency.

    `line` counts from 0 within the entry; `xid` is the entry's, repeated so that a balance reads one table.
    """

    pk = models.CompositePrimaryKey("entry_id", "line")
    entry_id = models.BigIntegerField()
    line = models.SmallIntegerField()
    book_id = models.BigIntegerField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()
    amount = models.BigIntegerField()
    xid = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            RowCheck(
                name="posting_sound",
                conditions={
                    "posting_amount_positive": Q(amount__gt=0),
                    "posting_moves": ~Q(debit=F("credit")),
                    "posting_accounts_positive": Q(credit__gt=0, debit__gt=0),
                    "posting_one_currency": Exact(F("debit").bitand(1023), F("credit").bitand(1023)),
                    "posting_line_counted": Q(line__gte=0),
                },
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["debit", "xid"], name="posting_debit"),
            models.Index(fields=["credit", "xid"], name="posting_credit"),
            BrinIndex(fields=["xid"], name="posting_xid", pages_per_range=32),
        ]


class Checkpoint(models.Model):
    """What all postings below the mark add up to for one account: reading stays flat as the books grow.

    The mark is the row of book 0 and number 0, which is no account: its `xid` is where the next roll-up begins.
    Accounts of which there is one a hold, payment, refund or payout are added up under the subject 0.
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    number = models.BigIntegerField()
    xid = models.BigIntegerField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "book_id"], name="checkpoint_number"),
        ]
