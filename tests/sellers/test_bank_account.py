"""Where payouts go, as its owner sees and changes it."""

from datetime import timedelta

from django.test import Client

from core import clock
from escrow.payments.models import Payout, PayoutAccount
from marketplace.catalog.models import Shop
from tests import make

THEIRS = {"bank": "ICBC", "holder": "Wang Li", "number": "6222 0000 4471"}
ANOTHER = {"bank": "ABC", "holder": "Wang Li", "number": "6217 0000 9999"}
PLACE = "/sell/money/account/"


def test_another_account_is_shown_with_its_time_until_it_is_undone(seller: Client, shop: Shop) -> None:
    seller.post(PLACE, {**THEIRS, "idempotency_key": "1"})
    sent = {**ANOTHER, "idempotency_key": "2"}
    assert [seller.post(PLACE, sent)["Location"] for _again in range(2)] == [PLACE, PLACE]
    page = seller.get(PLACE)
    words = page.content.decode()
    assert ("ICBC …4471" in words, "ABC …9999" in words, 'name="number"' in words) == (True, True, False)
    waiting = page.context["waiting"]
    assert (waiting.account, waiting.due_at - clock.now() > timedelta(hours=23)) == ("ABC …9999", True)
    assert seller.post(f"{PLACE}undo/{waiting.undo_key}/").status_code == 302
    assert 'name="number"' in seller.get(PLACE).content.decode()
    assert list(PayoutAccount.objects.order_by("opened_at").values_list("state", flat=True)) == ["in_use", "undone"]


def test_while_it_waits_nothing_is_paid_out_and_the_page_says_so(seller: Client, shop: Shop) -> None:
    make.completed_order(sku=make.sku(make.listing(shop)), now=clock.now())
    seller.post(PLACE, {**THEIRS, "idempotency_key": "1"})
    seller.post("/sell/money/payout/", {"amount": "50", "idempotency_key": "p"})
    seller.post(PLACE, {**ANOTHER, "idempotency_key": "2"})
    words = seller.get("/sell/money/").content.decode()
    assert ("¥50.00 waits and goes to ABC …9999" in words, 'name="amount"' in words) == (True, False)
    refused = seller.post("/sell/money/payout/", {"amount": "20", "idempotency_key": "q"})
    assert (refused.status_code, Payout.objects.count()) == (422, 1)


def test_what_was_typed_is_kept_when_it_is_refused(seller: Client, shop: Shop) -> None:
    seller.post(PLACE, {**THEIRS, "idempotency_key": "1"})
    answer = seller.post(PLACE, {**ANOTHER, "number": "no number!", "idempotency_key": "2"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])
    assert 'value="no number!"' in answer.content.decode()
