import pytest

from tests.sandbox.running import Merchant, Reply, Sandbox, wait_until

DAY = 86_400


def payout(sandbox: Sandbox, merchant: Merchant, number: str = "6222000011114471", reference: str = "O-1") -> Reply:
    asked = {
        "reference": reference,
        "amount_minor": 12_500,
        "currency": "CNY",
        "account": {"bank": "ICBC", "holder": "王小满", "number": number},
        "notify_url": merchant.url,
    }
    return sandbox.post("/api/payouts/", asked, key=reference)


def state(sandbox: Sandbox, reference: str = "O-1") -> object:
    return sandbox.get(f"/api/payouts/{reference}/").json["state"]


def test_a_payout_is_pending_and_then_paid_with_a_signed_webhook(sandbox: Sandbox, merchant: Merchant) -> None:
    opened = payout(sandbox, merchant)
    assert (opened.status, opened.json["state"], opened.json["reason"]) == (201, "pending", "")
    heard = merchant.next()
    assert heard.signed()
    assert (heard.event["type"], heard.data["state"]) == ("payout.paid", "paid")
    assert heard.data == sandbox.get("/api/payouts/O-1/").json
    assert sandbox.get("/api/report/").json["payouts"] == [heard.data]
    assert "6222000011114471" not in heard.body.decode()


def test_an_account_ending_0001_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    payout(sandbox, merchant, "62220000111140001")
    heard = merchant.next()
    assert heard.event["type"] == "payout.refused"
    assert heard.data["reason"] == "The bank does not know this account."


def test_an_account_ending_0002_is_paid_and_returned_two_days_later(sandbox: Sandbox, merchant: Merchant) -> None:
    payout(sandbox, merchant, "62220000111140002")
    assert merchant.next().event["type"] == "payout.paid"
    sandbox.control(clock_offset_seconds=2 * DAY - 60)
    assert merchant.silent()
    sandbox.control(clock_offset_seconds=2 * DAY + 60)
    heard = merchant.next()
    assert (heard.event["type"], heard.data["state"]) == ("payout.returned", "returned")
    assert heard.data["reason"] == "The bank sent the money back: the account is closed."


def test_an_account_ending_0003_must_be_asked_for(sandbox: Sandbox, merchant: Merchant) -> None:
    payout(sandbox, merchant, "62220000111140003")
    wait_until(lambda: state(sandbox) == "paid")
    assert merchant.silent()


def test_the_next_payout_can_be_refused_once(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(refuse_next_payout=True)
    payout(sandbox, merchant)
    assert merchant.next().event["type"] == "payout.refused"
    assert sandbox.get("/control/").json["refuse_next_payout"] is False
    payout(sandbox, merchant, reference="O-2")
    assert merchant.next().event["type"] == "payout.paid"


def test_a_payout_can_be_returned_before_and_after_it_is_paid(sandbox: Sandbox, merchant: Merchant) -> None:
    payout(sandbox, merchant)
    merchant.next()
    sandbox.control(return_payout="O-1")
    assert merchant.next().event["type"] == "payout.returned"
    sandbox.control(settle_after_seconds=3600)
    payout(sandbox, merchant, reference="O-2")
    sandbox.control(return_payout="O-2")
    assert merchant.next().event["type"] == "payout.returned"
    assert state(sandbox, "O-2") == "returned"
    assert sandbox.post("/control/", {"return_payout": "O-2"}).status == 422


def test_the_same_payout_again_is_the_first_answer(sandbox: Sandbox, merchant: Merchant) -> None:
    first = payout(sandbox, merchant)
    merchant.next()
    assert payout(sandbox, merchant) == first
    assert merchant.silent()


@pytest.mark.parametrize("account", [None, [], {"bank": "ICBC"}, {"bank": "ICBC", "holder": "A", "number": 1}])
def test_a_payout_without_a_readable_account_is_refused(sandbox: Sandbox, merchant: Merchant, account: object) -> None:
    asked = {
        "reference": "O-1",
        "amount_minor": 1,
        "currency": "CNY",
        "account": account,
        "notify_url": merchant.url,
    }
    assert sandbox.post("/api/payouts/", asked, key="O-1").status == 422
    assert sandbox.get("/api/payouts/O-1/").status == 404
