"""A sealed review leaves no trace for anybody but its author: whatever they ask for is the same, byte for byte, before
and after it was written.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from core import clock
from core.deadlines import run_due
from core.models import OutboxMessage
from core.outbox import deliver_due
from marketplace.catalog.pictures import take_all
from marketplace.deadlines import ACTIONS
from marketplace.orders.models import Order
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from reviews.actions.open_reviews import open_review_window
from reviews.actions.write_review import write_review
from tests import make
from tests.api.programs import program_of

pytestmark = pytest.mark.django_db

#: What differs from one answer to the next: tokens of forms.
TOKENS = re.compile(rb'name="(?:csrfmiddlewaretoken|idempotency_key)" value="[^"]*"|"X-CSRFToken": "[^"]*"')
TABS = ("all", "to_ship", "shipped", "to_review", "claims", "completed", "closed")


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))


def _deliver(now: datetime) -> None:
    OutboxMessage.objects.filter(topic__startswith="shipment.").update(delivered_at=now)
    while deliver_due(SUBSCRIPTIONS, now=now):
        pass


def _seen(person: User | None, places: list[str]) -> dict[str, tuple[int, bytes]]:
    """Every page as that person gets it."""
    client = Client()
    if person is not None:
        client.force_login(person)
    found = {}
    for place in places:
        answer = client.get(place)
        found[place] = (answer.status_code, TOKENS.sub(b"", answer.content))
    return found


def _asked(person: User, order: Order) -> dict[str, tuple[int, object, object]]:
    """What the API says, with its ETags."""
    program, found = program_of(person), {}
    orders = ["orders/", "orders/?as=seller", "orders/?as=seller&tab=to_review", f"orders/{order.reference}/"]
    for place in (*orders, f"listings/{order.lines.get().sku.listing_id}/", f"shops/{order.shop.slug}/"):
        status, body = program.get(f"/api/v1/{place}")
        found[place] = (status, body, program.last.headers["ETag"])
    return found


def _public(order: Order) -> list[str]:
    listing = order.lines.get().sku.listing
    return ["/", "/search/?q=tea", f"/l/{listing.pk}/x/", f"/s/{order.shop.slug}/", "/reviews/"]


def _as_a_seller(order: Order) -> list[str]:
    mine = ["", "orders/", "claims/", "reviews/", "money/", *(f"orders/?tab={tab}" for tab in TABS)]
    return [f"/sell/{page}" for page in (*mine, f"orders/{order.reference}/", f"orders/{order.reference}/review/")]


def _as_a_buyer(order: Order) -> list[str]:
    tabs = [f"/buy/orders/?tab={tab}" for tab in TABS]
    return [*tabs, *(f"/buy/orders/{order.reference}/{page}" for page in ("", "review/", "record/"))]


def _all(order: Order, side: str) -> dict[str, object]:
    """All that the other side than `side`, and a stranger, can ask for."""
    other, pages = (order.shop.owner, _as_a_seller(order)) if side == "buyer" else (order.buyer, _as_a_buyer(order))
    notices = ["/notices/", "/account/"]
    nobody = {f"nobody {place}": told for place, told in _seen(None, _public(order)).items()}
    return {**_seen(other, pages + notices + _public(order)), **nobody, **_asked(other, order)}


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_nobody_but_its_author_can_tell_that_it_is_there(now: datetime, side: str) -> None:
    order = make.completed_order(now=now)
    open_review_window(order.pk, now=now)
    _deliver(now)
    _all(order, side)  # they read their notices
    before = _all(order, side)
    actor: Callable[[Order], object] = make.buyer_of if side == "buyer" else make.seller_of
    photos = take_all([make.picture()])
    write_review(order.pk, stars=1, words="Mouldy!", photos=photos, now=now, actor=actor(order))  # type: ignore[arg-type]
    _deliver(now)
    after = _all(order, side)
    assert [place for place, told in after.items() if told != before[place]] == []


@pytest.mark.parametrize("wrote", [True, False])
def test_nor_does_the_reminder_tell(now: datetime, wrote: bool) -> None:  # noqa: FBT001 a case
    order = make.completed_order(now=now)
    open_review_window(order.pk, now=now)
    if wrote:
        make.review(order, now=now)
    run_due(ACTIONS, now=now + timedelta(days=5))
    _deliver(now + timedelta(days=5))
    notices = _seen(order.shop.owner, ["/notices/"])["/notices/"][1].decode()
    assert notices.count("You may review it still.") == 1
