"""The workers of the site, as Celery's beat calls them: the very functions of marketplace/tasks.py."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.reading import Question
from marketplace import tasks
from marketplace.deadlines import ACTIONS

if TYPE_CHECKING:
    from marketplace.simulation.world import World

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
#: The tasks by name, in the order of marketplace/celery.py, and what each of them looks for: to ask whether there is
#: anything costs far less than to look as a worker does.
TASKS: dict[str, tuple[Callable[[], int], str]] = {
    "release": (tasks.release, "ARRAY['release']"),
    "deadlines": (tasks.act_on_deadlines, "$2::text[]"),
    "deliver": (tasks.deliver, ""),
    "send money": (tasks.send_money, ""),
}
# Kind by kind, as the index has them.
_DUE = """EXISTS (SELECT FROM unnest({}) AS kinds(kind), LATERAL (
    SELECT FROM core_deadline d WHERE d.kind = kinds.kind AND d.done_at IS NULL AND d.remainder IS NULL
    AND d.due_at <= $1 AND (d.notice_wait IS NULL OR d.noticed_at <= $1 - d.notice_wait)
    AND (d.leased_until IS NULL OR d.leased_until <= $1) ORDER BY d.due_at LIMIT 1) AS due)"""
_BESIDES = {
    "deliver": """EXISTS (SELECT FROM payments_providerevent WHERE handled_at IS NULL AND dead_at IS NULL
        AND due_at <= $1) OR EXISTS (SELECT FROM core_outboxmessage WHERE delivered_at IS NULL AND dead_at IS NULL
        AND due_at <= $1)""",
    "send money": """EXISTS (SELECT FROM payments_refund WHERE state = 'due')
        OR EXISTS (SELECT FROM payments_payout p WHERE p.state = 'requested' AND p.agreement <> 'needed'
            AND NOT EXISTS (SELECT FROM payments_payoutstop s WHERE s.book_id = p.book_id AND s.lifted_at IS NULL))
        OR EXISTS (SELECT FROM chargebacks_evidence WHERE sent_at IS NULL AND refused = ''
            AND (asked_at IS NULL OR asked_at <= $1 - interval '30 seconds'))""",
}
_LOOK = Question(
    "simulation_look",
    "SELECT "
    + ", ".join(
        " OR ".join(filter(None, (_DUE.format(of) if of else "", _BESIDES.get(name, "")))) or "false"
        for name, (_task, of) in TASKS.items()
    ),
)
_NEXT = Question(
    "simulation_next",
    """
SELECT min(first.due_at) FROM unnest($2::text[]) AS kinds(kind), LATERAL (
    SELECT due_at FROM core_deadline WHERE kind = kinds.kind AND done_at IS NULL AND remainder IS NULL AND due_at > $1
    ORDER BY due_at LIMIT 1) AS first
""",
)
HOUR = timedelta(hours=1)
#: So often every task is called, whatever there is: what the look above does not see is done then.
ALL = 6 * HOUR
#: The rarer ones, and how far apart.
RARELY: tuple[tuple[Callable[[], int], timedelta], ...] = (
    (tasks.send_letters, 3 * HOUR),
    (tasks.ask, 8 * HOUR),
    (tasks.read_reports, 24 * HOUR),
    (tasks.roll_up, 3 * HOUR),
    (tasks.forget, 24 * HOUR),
)
ROUNDS = 20


class Beat:
    """Calls every task that has something to do, and each now and then."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._last: dict[str, datetime] = {}

    def tick(self) -> None:
        """What is due now, and what that makes due."""
        if self._is_time("all", ALL):
            self.sweep()
        for _round in range(ROUNDS):
            if not self.work():
                break
        for task, apart in RARELY:
            if self._is_time(str(task), apart):
                task()

    def work(self) -> bool:
        """Call those that have something to do. Answers whether any had."""
        waiting = self._waiting()
        for (task, _of), due in zip(TASKS.values(), waiting, strict=True):
            if due:
                task()
        return any(waiting)

    def sweep(self) -> None:
        """Call every one of them, as a worker does that nobody told what there is."""
        for task, _of in TASKS.values():
            task()

    def close_day(self) -> None:
        """What the hourly tasks would have found by now."""
        self.tick()
        tasks.ask()
        tasks.read_reports()
        self.sweep()

    def _waiting(self) -> tuple[bool, ...]:
        return _LOOK.first(self._world.now, [*ACTIONS]) or ()

    def next_due(self) -> datetime | None:
        """When the next promised time is. What providers are asked about is asked every few hours anyway."""
        first = _NEXT.first(self._world.now, ["release", *ACTIONS])
        return first[0] if first else None

    def _is_time(self, name: str, apart: timedelta) -> bool:
        if self._world.now < self._last.get(name, BEGIN) + apart:
            return False
        self._last[name] = self._world.now
        return True
