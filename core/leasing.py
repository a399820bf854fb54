"""Taking what is due for one worker: leased and committed in one round trip; whoever comes second passes it over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model

from core.reading import Question, Shape

M = TypeVar("M", bound=Model)


class Leases(Generic[M]):
    """The rows of a table that have `due_at`, `leased_until` and `attempts`. `waiting` says in SQL which of them wait
    at all; $1 is now, $4 and more are what `take` is given besides. With `by`, $4 lists the values of that column which
    count.
    """

    def __init__(self, model: type[M], waiting: str, *, by: str = "") -> None:
        table = model._meta.db_table  # noqa: SLF001 - the public name
        self._shape = Shape(model, "t")
        same = f" AND {by} = one.value" if by else ""
        due = (
            f"SELECT id, due_at FROM {table} WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)"  # noqa: S608
            f" AND {waiting}{same} ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED"
        )
        # One value after the other, as the index has them: for all at once every row would be read that waits, however
        # long. What is locked beyond the limit is free again when the statement ends.
        found = f"unnest($4::text[]) AS one(value), LATERAL ({due}) AS found" if by else f"({due}) AS found"
        # Looked for once, before the first row is written; as a join it might be looked for again.
        self._take = Question(
            f"lease_{table}",
            f"UPDATE {table} t SET leased_until = $2, attempts = attempts + 1 WHERE t.id = ANY(ARRAY("  # noqa: S608
            f" SELECT found.id FROM {found} ORDER BY found.due_at, found.id LIMIT $3)"
            f") RETURNING {self._shape.columns}",
        )

    def take(self, *values: Any, now: datetime, until: datetime, limit: int) -> list[M]:
        """Up to `limit` rows, oldest first, as they stand now: this try counts among their `attempts`."""
        rows: Iterable[Any] = map(self._shape.build, self._take.all(now, until, limit, *values))
        return sorted(rows, key=lambda row: (row.due_at, row.pk))
