"""A whole statement is entered at once: what was entered before stays what it was."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core import effects
from core.acts import act
from core.effects import Effects
from core.errors import Invalid
from core.money import Money, format_money
from core.twice import ChangedMeanwhile
from escrow.bank import facts
from escrow.bank.actions.enter_arrival import drafted, named_by
from escrow.bank.models import Arrival
from escrow.bank.statement import Statement
from escrow.bank.states import ArrivalState


@dataclass(frozen=True, slots=True)
class Entered:
    """How many lines are new, and how many were known."""

    new: int
    known: int


@act("enter_statement", of="bank")
def enter_statement(statement: Statement, *, operator_id: int, now: datetime) -> Entered:
    """Enter its lines, all or none; those that were entered before are known. Five statements, however many lines.

    Raises Invalid for a line that `read` would not have let pass, and `bank_reference_taken` for one whose reference
    the bank gave before, to another amount: passing over it would be passing over money.
    """
    lines = [row.line.cleaned() for row in statement.rows]
    claims = named_by(line.text for line in lines)
    arrivals = [
        drafted(line, row.nth, claimed=claimed, operator_id=operator_id, now=now)
        for line, row, claimed in zip(lines, statement.rows, claims, strict=True)
    ]
    new = _entered(arrivals)
    audits = (audit for one in new for audit in facts.arrival(one, "enter", operator_id).audits)
    effects.write(Effects(audits=tuple(audits)), now=now)
    return Entered(len(new), len(arrivals) - len(new))


def _entered(arrivals: list[Arrival]) -> list[Arrival]:
    """Store them but for those that are known, and answer which are new; their numbers are in the statement's order."""
    for arrival, number in zip(arrivals, _numbers(len(arrivals)), strict=True):
        arrival.pk = number
    # By key: of two statements with the same lines one waits for the other, and never both.
    Arrival.objects.bulk_create(sorted(arrivals, key=lambda one: one.key), ignore_conflicts=True)
    there = Arrival.objects.filter(key__in=[one.key for one in arrivals]).exclude(state=ArrivalState.DISCARDED)
    stored = {one.key: one for one in there}
    if any(one.key not in stored for one in arrivals):  # put away at this moment
        raise ChangedMeanwhile
    for one in arrivals:
        _refuse_other_money(one, stored[one.key])
    return [one for one in arrivals if stored[one.key].pk == one.pk]


def _refuse_other_money(arrival: Arrival, stored: Arrival) -> None:
    if (arrival.currency, arrival.amount) == (stored.currency, stored.amount):
        return
    one, other = (format_money(Money(each.amount, each.currency)) for each in (stored, arrival))
    raise Invalid(
        "bank_reference_taken",
        _("The bank calls two transfers %(reference)s: %(one)s and %(other)s. Give one another reference."),
        {"reference": arrival.bank_reference, "one": one, "other": other},
        field="text",
    )


def _numbers(count: int) -> list[int]:
    """So many fresh numbers of arrivals, rising: a conflict answers none, and we must know who is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Arrival._meta.db_table, count],  # noqa: SLF001 - the public name
        )
        return [number for (number,) in cursor.fetchall()]
