"""The chart of accounts, by name, and the number every account has.

An account is (book, kind, subject, currency). Its number is computed from the last three, so that a posting needs no
look-up and no foreign
key: `subject << 16 | kind << 10 | currency` (47 bits of subject, 6 of kind, 10 of the ISO 4217 numeric currency code).
"""

from enum import Enum
from typing import NamedTuple

from escrow.currencies import CODES, NUMBERS


class Nature(Enum):
    """On which side a kind of account grows."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    EQUITY = "equity"

    @property
    def grows_by_debit(self) -> bool:
        return self in (Nature.ASSET, Nature.EXPENSE)


class Kind(Enum):
    """A kind of account: its code in the number, its name in the books, its nature, and what its subject is."""

    PROVIDER = (1, "provider", Nature.ASSET, "gateway")
    PAYMENT = (2, "payment", Nature.LIABILITY, "payment")
    HOLD = (3, "hold", Nature.LIABILITY, "hold")
    PAYABLE = (4, "payable", Nature.LIABILITY, "book")
    REFUND_DUE = (5, "refund_due", Nature.LIABILITY, "refund")
    PAYOUT_DUE = (6, "payout_due", Nature.LIABILITY, "payout")
    DEPOSIT = (7, "deposit", Nature.LIABILITY, "book")
    TAX_DUE = (8, "tax_due", Nature.LIABILITY, "")
    SUSPENSE = (9, "suspense", Nature.LIABILITY, "")
    CHARGEBACK = (10, "chargeback", Nature.ASSET, "chargeback")
    RECEIVABLE = (11, "receivable", Nature.ASSET, "book")
    AGENT_FLOAT = (12, "agent_float", Nature.ASSET, "centre")
    FEES = (13, "income:fees", Nature.INCOME, "")
    PROVIDER_COST = (14, "expense:provider", Nature.EXPENSE, "")
    PROMOTIONS = (15, "expense:promotions", Nature.EXPENSE, "")
    GOODWILL = (16, "expense:goodwill", Nature.EXPENSE, "")
    LOSSES = (17, "expense:losses", Nature.EXPENSE, "")
    CAPITAL = (18, "capital:host", Nature.EQUITY, "")

    def __init__(self, code: int, label: str, nature: Nature, subject: str) -> None:
        self.code = code
        self.label = label
        self.nature = nature
        self.subject = subject


_BY_CODE = {kind.code: kind for kind in Kind}


class Account(NamedTuple):
    """An account by what it belongs to. `subject` is 0 for the kinds of which there is one a currency."""

    kind: Kind
    subject: int
    currency: str

    @property
    def number(self) -> int:
        return self.subject << 16 | self.kind.code << 10 | NUMBERS[self.currency]

    @property
    def label(self) -> str:
        """What the journal shows: "hold:42", "provider:sandbox", "income:fees"."""
        if self.kind is Kind.PROVIDER:
            return f"{self.kind.label}:{_GATEWAY_NAMES[self.subject]}"
        return f"{self.kind.label}:{self.subject}" if self.kind.subject else self.kind.label


def account_of(number: int) -> Account:
    """The account with that number. Raises KeyError when its kind or currency does not exist."""
    return Account(_BY_CODE[number >> 10 & 63], number >> 16, CODES[number & 1023])


#: The number of a gateway in `provider:<name>`; a number once given is never given again.
GATEWAYS = {"sandbox": 1, "bank_transfer": 2, "alipay": 3, "stripe": 4}

_GATEWAY_NAMES = {number: name for name, number in GATEWAYS.items()}
