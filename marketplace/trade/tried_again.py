"""What operators had tried again, as it stands in the record: messages (`letter`), reports of providers (`event`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet

from core.models import AuditRecord, OutboxMessage
from escrow.payments.models import ProviderEvent
from marketplace.users.models import User

#: So many stand below the lists of the desk.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """One time it was tried again, and by whom."""

    record: AuditRecord
    operator: str

    @property
    def at(self) -> datetime:
        return self.record.at


def tried_again_lately() -> list[TriedAgain]:
    """The last few, the latest first. Two queries at most."""
    return _named(AuditRecord.objects.filter(subject_type__in=("letter", "event")).order_by("-id")[:SHOWN])


def tried_again(
    kind: Literal["letter", "event"], rows: Iterable[OutboxMessage | ProviderEvent]
) -> dict[int, list[TriedAgain]]:
    """By the id of each, when it was, the latest first. Two queries at most."""
    found: dict[int, list[TriedAgain]] = {row.pk: [] for row in rows}
    for one in _named(AuditRecord.objects.filter(subject_type=kind, subject_id__in=found).order_by("-id")):
        found[one.record.subject_id].append(one)
    return found


def _named(rows: QuerySet[AuditRecord]) -> list[TriedAgain]:
    records = list(rows)
    names = dict(User.objects.filter(pk__in={one.actor_id for one in records}).values_list("pk", "name"))
    return [TriedAgain(one, names.get(one.actor_id or 0, "")) for one in records]
