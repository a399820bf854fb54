"""What the site says in public about its rulings: how many, how fast, how often wrong, how often too late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Extract

from core.deadlines import running
from core.models import Deadline
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import Outcome

#: Windows of days that are counted.
WINDOWS = (30, 90, 365)
DAY = 86_400
ON_APPEAL = 2


class Median(Aggregate):
    """The middle one of some numbers."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Window:
    """The last `days`: claims that came to us and were decided, by a ruling or by default, and how long that took.

    `median_days` is None when nothing was decided. `in_time` were decided within the promised time. Of the `appeals`
    decided by us, `overturned` changed the first ruling; on `stood` we did not rule in time, so the first one stood.
    """

    days: int
    ruled: int
    by_default: int
    median_days: float | None
    in_time: int
    appeals: int
    overturned: int
    stood: int

    @property
    def decided(self) -> int:
        return self.ruled + self.by_default

    @property
    def in_time_percent(self) -> int | None:
        """Of all that was decided; rounded down, so that 100 means every one."""
        return 100 * self.in_time // self.decided if self.decided else None

    @property
    def overturned_percent(self) -> int | None:
        """Of the appeals we ruled on; rounded up, so that 0 means none."""
        return -(-100 * self.overturned // self.appeals) if self.appeals else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Claims that lie with us now, and those of them whose promised time has passed."""

    claims: int
    overdue: int


def windows(now: datetime) -> list[Window]:
    """The shortest first. Two queries."""
    wanted: dict[str, Aggregate] = {}
    for days in WINDOWS:
        wanted |= {f"{name}_{days}": of for name, of in _counts(Q(given_at__gt=now - timedelta(days=days))).items()}
    counts = _decisions().aggregate(**wanted)
    stood = Claim.objects.filter(outcome=Outcome.FIRST_RULING).aggregate(
        **{f"d{days}": Count("pk", filter=Q(ended_at__gt=now - timedelta(days=days))) for days in WINDOWS}
    )
    return [_window(days, counts, stood[f"d{days}"]) for days in WINDOWS]


def waiting(now: datetime) -> Waiting:
    """What lies with us now. One query."""
    kinds = {"latest": ("ruling_latest", "appeal_latest"), "promised": ("ruling_promise", "appeal_promise")}
    ours = running().filter(subject_type="claim")
    counts = ours.aggregate(
        latest=Count("pk", filter=Q(kind__in=kinds["latest"])),
        promised=Count("pk", filter=Q(kind__in=kinds["promised"], due_at__gt=now)),
    )
    return Waiting(counts["latest"], counts["latest"] - counts["promised"])


def _decisions() -> QuerySet[Ruling]:
    """Rulings that were given: how many seconds after the claim came to us, and whether they say what the first did."""
    came = Deadline.objects.filter(subject_type="claim", kind="ruling_latest", subject_id=OuterRef("claim_id"))
    first = Ruling.objects.filter(claim=OuterRef("claim"), number=1, given_at__isnull=False)
    same = {name: OuterRef(name) for name in ("goods", "other", "postage")}
    took = ExpressionWrapper(F("given_at") - Subquery(came.values("window_from")[:1]), output_field=DurationField())
    given = Ruling.objects.filter(given_at__isnull=False)
    return given.annotate(took=Extract(took, "epoch"), unchanged=Exists(first.filter(**same)))


def _counts(lately: Q) -> dict[str, Aggregate]:
    decided = lately & Q(number=1)
    appeals = lately & Q(number=ON_APPEAL)
    return {
        "ruled": Count("pk", filter=decided & Q(by_default=False)),
        "by_default": Count("pk", filter=decided & Q(by_default=True)),
        "took": Median("took", filter=decided),
        "in_time": Count("pk", filter=decided & Q(by_default=False, took__lte=settings.RULING_PROMISE)),
        "appeals": Count("pk", filter=appeals),
        "overturned": Count("pk", filter=appeals & Q(unchanged=False)),
    }


def _window(days: int, counts: Mapping[str, Any], stood: int) -> Window:
    took = counts[f"took_{days}"]
    whole = {name: counts[f"{name}_{days}"] for name in ("ruled", "by_default", "in_time", "appeals", "overturned")}
    return Window(days=days, median_days=None if took is None else took / DAY, stood=stood, **whole)
