"""An operator copies a line of the bank statement. It is no money yet: a second one books it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.acts import act
from core.constraints import broken
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
    meant = (
        named_by([clean.text])[0] if claimed is None else words.line(claimed, field="claimed", at_most=LONGEST_CLAIM)
    )
    arrival = drafted(clean, nth, claimed=meant, operator_id=operator_id, now=now)
    try:
        with transaction.atomic():
            arrival.save(force_insert=True)
    except IntegrityError as error:
        if broken(error) != "arrival_once":
            raise
        raise DomainError("entered_already", _("This line of the statement has been entered already.")) from error
    effects.write(facts.arrival(arrival, "enter", operator_id), now=now)
    return arrival


def drafted(clean: Line, nth: int, *, claimed: str, operator_id: int, now: datetime) -> Arrival:
    """The arrival that such a line becomes, not stored yet."""
    return Arrival(
        key=clean.key(nth),
        value_on=clean.value_on,
        currency=clean.currency,
        amount=clean.amount,
        payer=clean.payer,
        payer_number=clean.number,
        text=clean.text,
        bank_reference=clean.bank_reference,
        claimed=claimed,
        entered_by_id=operator_id,
        entered_at=now,
    )


def named_by(texts: Iterable[str]) -> list[str]:
    """The payment that each of them names, or "". One query.

    Two payments on one transfer are nobody's: a person has to say which is meant.
    """
    read = [reading.references_in(text) for text in texts]
    written = {reference for references in read for reference in references}
    named = Payment.objects.filter(gateway=telling.SOURCE, reference__in=written)
    known = set(named.values_list("reference", flat=True))
    found = [[reference for reference in references if reference in known] for references in read]
    return [one[0] if len(one) == 1 else "" for one in found]
