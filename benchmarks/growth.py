"""How fast a site is whose books have grown: a program of its own, for a database of its own. It prints lines of JSON:
releases a second, and the 95th percentile, in milliseconds, of a balance, an order's page and a statement of 30 days.

The same forty shops, whatever the size; what is old was posted over a year, four months ago and earlier, and rolled up,
as the site does every minute.
"""

import importlib
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import django

from marketplace.demo import servers

#: Postings of a deal that ended, and of one whose money is held.
OF_A_DEAL, OF_A_HOLD = 4, 2
BATCHES = 50
YEAR, SINCE_THEN = timedelta(days=365), timedelta(days=120)
#: Orders whose pages are looked at; holds that are released.
SEEN, RELEASED = 400, 1_500
HOST = "localhost"


def main(server: servers.Postgres, postings: int, seconds: float) -> None:
    """Grow to so many `postings`, say so, and measure once for every line that comes in."""
    django.setup()
    # Models can be imported only now.
    on = importlib.import_module("benchmarks.loads").Bench(server, datetime.now(UTC), seconds, RELEASED)
    sellers, orders = _grown(on, postings)
    print("ready", flush=True)
    for _line in sys.stdin:
        print(json.dumps({"release": _release(on, sellers), **_reading(sellers, orders)}), flush=True)


def _grown(on: Any, postings: int) -> tuple[list[Any], list[int]]:
    """The shops, and orders that are under way."""
    stalls = importlib.import_module("benchmarks.stalls")
    fill = importlib.import_module("benchmarks.fill")
    sellers = stalls.shops(on)
    each = (postings - OF_A_HOLD * (SEEN + RELEASED)) // OF_A_DEAL // BATCHES
    for batch in range(BATCHES):
        at = on.now - SINCE_THEN - YEAR * (BATCHES - batch) / BATCHES
        deals = fill.Deals(on.next_number, each, [shop.pk for shop in sellers])
        on.next_number += each * fill.STEP
        fill.fill(deals, funded=True, released=True, now=at, due_at=at)
    orders: list[int] = stalls.shipped_orders(on, SEEN)
    importlib.import_module("escrow.checkpoints").roll_up()
    return sellers, orders


def _release(on: Any, sellers: list[Any]) -> float:
    loads = importlib.import_module("benchmarks.loads")
    rate: float = loads.releases(on, loads.CONNECTIONS, [shop.pk for shop in sellers]).rate
    return rate


def _reading(sellers: list[Any], orders: list[int]) -> dict[str, float]:
    balances, chart = importlib.import_module("escrow.balances"), importlib.import_module("escrow.chart")
    order_model = importlib.import_module("marketplace.orders.models").Order
    references = order_model.objects.filter(pk__in=orders).values_list("reference", flat=True)
    buyer = order_model.objects.get(pk=orders[0]).buyer
    accounts = [(shop.pk, chart.Account(chart.Kind.PAYABLE, shop.pk, "CNY")) for shop in sellers]
    pages = [(buyer, f"/buy/orders/{reference}/") for reference in references[: SEEN // 2]]
    statements = [(shop.owner, "/sell/money/statement/") for shop in sellers]
    return {
        "balance": _p95([partial(balances.balance, *one) for one in accounts * 5]),
        "order page": _p95(_visits(pages)),
        "statement": _p95(_visits(statements * 5)),
    }


def _visits(places: list[tuple[Any, str]]) -> list[Callable[[], object]]:
    """Each place as its owner asks for it, already signed in."""
    client_of = importlib.import_module("django.test").Client
    clients: dict[int, Any] = {}
    for person, _address in places:
        if person.pk not in clients:
            clients[person.pk] = client_of(HTTP_HOST=HOST)
            clients[person.pk].force_login(person)

    def visit(person: Any, address: str) -> object:
        answer = clients[person.pk].get(address)
        if answer.status_code != HTTPStatus.OK:
            message = f"{address} answered {answer.status_code}"
            raise RuntimeError(message)
        return answer

    return [partial(visit, *one) for one in places]


def _p95(acts: list[Callable[[], object]]) -> float:
    """Of all acts after the first tenth, which warm what is kept."""
    took = []
    for act in acts:
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1_000)
    return statistics.quantiles(took[math.ceil(len(took) / 10) :], n=20)[-1]


if __name__ == "__main__":
    main(servers.Postgres(Path(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3]))
