"""One line of a bank statement that brought money, as somebody typed or pasted it. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import Invalid
from core.money import MAX_MINOR
from escrow.currencies import NUMBERS

LONGEST_NAME = 140
LONGEST_NUMBER = 40
LONGEST_TEXT = 300
LONGEST_REFERENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`amount` in minor units; `text` is what the payer wrote on the transfer, `bank_reference` what the bank calls it.

    `number` is the account it came from; without one it can only go back once its payer has named another.
    """

    value_on: date
    amount: int
    currency: str
    payer: str = ""
    number: str = ""
    text: str = ""
    bank_reference: str = ""

    def cleaned(self) -> "Line":
        """The same with safe words. Raises Invalid with the field that is wrong."""
        if not 0 < self.amount <= MAX_MINOR:
            raise Invalid("amount_out_of_bounds", _("The amount is out of bounds."), field="amount")
        if self.currency not in NUMBERS:
            raise Invalid("currency_unknown", _("There is no such currency."), field="currency")
        return Line(
            value_on=self.value_on,
            amount=self.amount,
            currency=self.currency,
            payer=words.line(self.payer, field="payer", at_most=LONGEST_NAME),
            number="".join(words.line(self.number, field="number", at_most=LONGEST_NUMBER).split()),
            text=words.line(self.text, field="text", at_most=LONGEST_TEXT),
            bank_reference=words.line(self.bank_reference, field="bank_reference", at_most=LONGEST_REFERENCE),
        )

    def key(self, nth: int = 1) -> str:
        """What names the line, however often it is entered: the bank's own reference, else all that it says and that it
        is the `nth` of those that say the same.
        """
        if self.bank_reference:
            return f"bank:{self.bank_reference}"
        said = (self.value_on.isoformat(), str(self.amount), self.currency, self.payer, self.number, self.text)
        digest = hashlib.sha256("\0".join(said).encode()).hexdigest()
        return f"line:{digest[:32]}:{nth}"
