"""How often our operators wrote into the books by hand, in public."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Count, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Money
from escrow.payments.models import Decision

#: Days looked back over.
WINDOWS = (30, 90, 365)

NAMES: dict[str, Promise] = {
    "capital_in": _("The host paid its own money in"),
    "capital_draw": _("The host drew its own money"),
    "provider_fee": _("Fees of providers and banks"),
    "tax_remittance": _("Tax handed over"),
    "goodwill": _("Goodwill for buyers"),
    "debt_write_off": _("Debts of shops written off"),
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """One kind of entry: (days, how many, how much) for each of the windows."""

    name: Promise
    counts: tuple[tuple[int, int, Money], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Every kind there is, and (days, how many) that the second operator turned down."""

    kinds: list[ByHand]
    refused: tuple[tuple[int, int], ...]


def written(now: datetime) -> Written:
    """Counted from the decisions themselves, amounts in the site's currency. One query."""
    rows = Decision.objects.filter(kind__in=NAMES, decided_at__gte=now - timedelta(days=WINDOWS[-1]))
    amount = Cast(KeyTextTransform("amount", "data"), BigIntegerField())
    ours = Q(data__currency=settings.CURRENCY)
    counted: dict[str, Any] = {}
    for days in WINDOWS:
        since = Q(decided_at__gte=now - timedelta(days=days))
        counted |= {
            f"n{days}": Count("pk", filter=since & Q(agreed=True)),
            f"sum{days}": Coalesce(Sum(amount, filter=since & Q(agreed=True) & ours), 0),
            f"no{days}": Count("pk", filter=since & Q(agreed=False)),
        }
    found: dict[str, dict[str, Any]] = {
        row["kind"]: dict(row) for row in rows.order_by().values("kind").annotate(**counted)
    }
    return Written(
        [ByHand(name, tuple(_of(found.get(kind), days) for days in WINDOWS)) for kind, name in NAMES.items()],
        tuple((days, sum(row[f"no{days}"] for row in found.values())) for days in WINDOWS),
    )


def _of(row: dict[str, Any] | None, days: int) -> tuple[int, int, Money]:
    many, minor = (row[f"n{days}"], row[f"sum{days}"]) if row else (0, 0)
    return days, many, Money(minor, settings.CURRENCY)
