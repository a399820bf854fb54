"""An operator copies a line of the bank statement. It is no money yet: a second one books it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.acts import act
from core.errors import DomainError
from escrow.bank import facts, reading, telling
from escrow.bank.lines import Line
from escrow.bank.models import Arrival
from escrow.payments.models import Payment

LONGEST_CLAIM = 40


@act("enter_arrival", of="bank")
def enter_arrival(line: Line, *, operator_id: int, now: datetime, nth: int = 1, claimed: str | None = None) -> Arrival:
    """Write the line down. `claimed` is the payment it is for; None: the one that its text names, if it is one.

    `nth` tells apart lines of one statement that say the same. Refused: `entered_already`; Invalid with a field.
    """
    clean = line.cleaned()
    arrival = Arrival(
        key=clean.key(nth),
        value_on=clean.value_on,
        currency=clean.currency,
        amount=clean.amount,
        payer=clean.payer,
        payer_number=clean.number,
        text=clean.text,
        bank_reference=clean.bank_reference,
        claimed=_claimed(clean.text)
        if claimed is None
        else words.line(claimed, field="claimed", at_most=LONGEST_CLAIM),
        entered_by_id=operator_id,
        entered_at=now,
    )
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError as error:
        if "arrival_once" not in str(error):
            raise
        raise DomainError("entered_already", _("This line of the statement has been entered already.")) from error
    effects.write(facts.arrival(arrival, "enter", operator_id), now=now)
    return arrival


def _claimed(text: str) -> str:
    """Two payments on one transfer are nobody's: a person has to say which is meant."""
    named = Payment.objects.filter(gateway=telling.SOURCE, reference__in=reading.references_in(text))
    found = list(named.values_list("reference", flat=True)[:2])
    return found[0] if len(found) == 1 else ""
