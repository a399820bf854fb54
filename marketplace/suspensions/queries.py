"""Who and what is suspended."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.deadlines import running
from marketplace.suspensions.models import Kind, Suspension
from marketplace.users.models import User


def open_ones() -> QuerySet[Suspension]:
    """Those that have not been lifted."""
    return Suspension.objects.filter(lifted_at=None)


def is_suspended(kind: Kind, subject_id: int) -> bool:
    return open_ones().filter(subject_type=kind, subject_id=subject_id).exists()


def suspended(kind: Kind, reference: str) -> Exists:
    """Whether the shop, or person, whose id is `reference` in the outer query is suspended: to filter or annotate."""
    return Exists(open_ones().filter(subject_type=kind, subject_id=OuterRef(reference)))


def waiting_appeals() -> QuerySet[Suspension]:
    """Appeals nobody has decided about."""
    return open_ones().filter(appealed_at__isnull=False, kept_at=None)


def suspensions_of_own(user_id: int) -> Q:
    """Of suspensions: somebody's own, and those of their shop."""
    return Q(person=user_id)


def history_of(person: User) -> QuerySet[Suspension]:
    """A person's suspensions and those of their shop, latest first."""
    return Suspension.objects.filter(person=person).order_by("-at", "-pk")


def promises(found: Iterable[Suspension]) -> dict[int, datetime]:
    """Until when appeals are to be decided, by the id of the suspension; those whose time has passed are not in it."""
    waiting = running().filter(subject_type="suspension", subject_id__in=[one.pk for one in found])
    return dict(waiting.values_list("subject_id", "due_at"))
