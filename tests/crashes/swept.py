"""Holds whose windows have passed, and what the books say of them after a crash of the database."""

from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from core import ids
from core.actor import SYSTEM
from core.effects import Audit, Effects, OpenDeadline, Subject, write
from escrow import invariants
from escrow.actions.release_due import release_due
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.moves import traces
from tests.make import escrow as make

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOLDS = 3


def begin() -> None:
    """The tables, as the site has them."""
    call_command("migrate", verbosity=0)


def window_passes() -> None:
    """So many holds more are due. What the sweep draws, it draws itself."""
    for _number in range(HOLDS):
        due = OpenDeadline(traces.of_hold(make.hold(NOW)), "release", NOW)
        write(Effects(deadlines=(due,)), now=NOW)
    ids.forget_block()


def sweep() -> None:
    """Release them."""
    release_due(now=NOW, effects_of=lambda _hold: Effects())


def acknowledge() -> None:
    """Somebody is told that something else was done."""
    write(Effects(audits=(Audit(Subject("book", 7, 7), "seen", SYSTEM),)), now=NOW)


def seen() -> dict[str, object]:
    """How many are released, by their state and by the journal; which invariants are broken; whether an id that we draw
    lies in the block that another process was given before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('core_ids')")
        others = cursor.fetchone()[0]
    return {
        "released": Hold.objects.filter(state="released").count(),
        "entries": JournalEntry.objects.filter(key__endswith=":release").count(),
        "broken": [broken.name for broken in invariants.check_all(NOW)],
        "drawn twice": ids.new_id() < others + ids.BLOCK,
    }
