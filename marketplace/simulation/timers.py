"""Promised times: which passed, were paused, ran on, were put off; and that silence counts only after proven notice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from core.reading import Question
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.record import Record

#: What stands about the subjects of a step's acts. An order bears the number of its hold; its claims may wait with it.
_TOUCHED = Question(
    "simulation_timers",
    """
SELECT d.id, d.kind, d.remainder IS NOT NULL, d.due_at FROM (
    SELECT unnest($1::text[]) AS type, unnest($2::bigint[]) AS id
    UNION SELECT 'claim', c.id FROM claims_claim c WHERE c.order_id = ANY($3::bigint[]) AND c.ended_at IS NULL
) AS s JOIN core_deadline d ON d.subject_type = s.type AND d.subject_id = s.id
WHERE d.done_at IS NULL AND d.kind NOT LIKE 'ask%'
""",
)
_PASSED = """
SELECT kind, count(*), count(*) FILTER (
    WHERE notice_wait IS NOT NULL AND (noticed_at IS NULL OR noticed_at + notice_wait > done_at))
FROM core_deadline WHERE outcome = 'passed' AND due_at <= done_at GROUP BY kind
"""


@dataclass(slots=True)
class Timers:
    """Counts by kind. What is paused and runs on within one step is not seen."""

    passed: Counter[str] = field(default_factory=Counter)
    paused: Counter[str] = field(default_factory=Counter)
    resumed: Counter[str] = field(default_factory=Counter)
    extended: Counter[str] = field(default_factory=Counter)
    _known: dict[int, tuple[bool, datetime]] = field(default_factory=dict)

    def look(self, records: Sequence[Record]) -> None:
        """At what the acts of a step were about."""
        about = {(record.subject, record.id) for record in records}
        orders = sorted({number for subject, number in about if subject in {"hold", "order"}})
        about |= {("order", number) for number in orders} | {("hold", number) for number in orders}
        types, numbers = zip(*sorted(about), strict=True)
        for row in _TOUCHED.all(list(types), list(numbers), orders):
            self._compare(*row)

    def _compare(self, number: int, kind: str, stands: bool, due_at: datetime) -> None:  # noqa: FBT001 - a row
        before = self._known.get(number)
        self._known[number] = (stands, due_at)
        if stands and (before is None or not before[0]):
            self.paused[kind] += 1
        elif before is not None and before[0] and not stands:
            self.resumed[kind] += 1
        elif before is not None and not stands and due_at > before[1]:
            self.extended[kind] += 1

    def count(self) -> None:
        """Those that passed so far. Raises Disagreement when somebody lost something without having been told."""
        with connection.cursor() as cursor:
            cursor.execute(_PASSED)
            for kind, passed, untold in cursor.fetchall():
                self.passed[kind] = passed
                if untold:
                    raise Disagreement("silence without notice", f"{untold} of {passed} deadlines {kind}")

    def counts(self) -> Counter[str]:
        """All of it by name, for the report."""
        kinds = {"passed": self.passed, "paused": self.paused, "resumed": self.resumed, "extended": self.extended}
        return Counter({f"{kind} {what}": times for what, found in kinds.items() for kind, times in found.items()})
