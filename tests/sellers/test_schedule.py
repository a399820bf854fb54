"""When a shop's money is paid out by itself, as its owner chooses it."""

import pytest
from django.test import Client

from core.models import Deadline
from escrow.payments.models import PayoutSchedule
from marketplace.catalog.models import Shop
from tests import make

PLACE = "/sell/money/schedule/"


def test_it_is_chosen_once_a_form_and_said_beside_the_money(seller: Client, shop: Shop) -> None:
    make.bank_account(shop, now=shop.opened_at)
    assert "It is paid out when you ask." in seller.get("/sell/money/").content.decode()
    sent = {"rhythm": "week", "minimum": "200", "idempotency_key": "k"}
    assert [seller.post(PLACE, sent)["Location"] for _again in range(2)] == ["/sell/money/"] * 2
    kept = PayoutSchedule.objects.get()
    assert (kept.book_id, kept.rhythm, kept.minimum, kept.zone) == (shop.book_id, "week", 20_000, shop.owner.timezone)
    assert Deadline.objects.filter(kind="scheduled_payout", done_at=None).count() == 1
    assert "every Monday morning, from" in seller.get("/sell/money/").content.decode()
    assert 'value="200.00"' in seller.get(PLACE).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rhythm": "hourly", "minimum": "100"}, "rhythm"),
        ({"rhythm": "day", "minimum": "0.99"}, "minimum"),
        ({"rhythm": "day", "minimum": "1e9"}, "minimum"),
        ({"rhythm": "day", "minimum": "9" * 30}, "minimum"),
        ({"minimum": "100"}, "rhythm"),
        ({"rhythm": "day", "minimum": ""}, "minimum"),
    ],
)
def test_what_nobody_can_mean_comes_back_with_words(
    seller: Client, shop: Shop, given: dict[str, str], field: str
) -> None:
    answer = seller.post(PLACE, given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert PayoutSchedule.objects.count() == 0
