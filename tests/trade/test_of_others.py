"""What is an operator's own is found by indexes, however much the site has sold."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from marketplace.claims.models import Claim
from marketplace.trade.of_others import OWN

#: What grows with every order.
LARGE = {
    "claims_claim",
    "escrow_hold",
    "orders_checkout",
    "orders_order",
    "payments_capture",
    "payments_payment",
    "payments_payout",
    "payments_refund",
}
# A claim is asked for its own order: they are few that wait.


def _scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _scans(part)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [model for model in OWN if model is not Claim], ids=lambda model: model.__name__)
def test_no_table_is_read_through_for_what_is_ones_own(model: type[Model]) -> None:
    query, params = model._default_manager.exclude(OWN[model](1)).query.sql_with_params()
    with connection.cursor() as cursor:
        # However small the tables of a test are.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params)
        ((plan,),) = cursor.fetchone()
    scans = [scan for scan in _scans(plan["Plan"]) if scan.get("Relation Name") in LARGE - {model._meta.db_table}]
    through = [scan for scan in scans if not scan.keys() & {"Index Cond", "Recheck Cond"}]
    assert [scan["Relation Name"] for scan in through] == []
