import threading

from tests.sandbox.running import Merchant, Reply, Sandbox, wait_until


def charged(sandbox: Sandbox, merchant: Merchant, amount_minor: int = 10_000) -> str:
    """The id of a new charge, whose webhook has been heard."""
    asked = {"reference": "P-1", "amount_minor": amount_minor, "currency": "CNY", "notify_url": merchant.url}
    made = sandbox.post("/api/charges/", asked, key=f"charge-{amount_minor}")
    merchant.next()
    return str(made.json["id"])


def refund(
    sandbox: Sandbox, merchant: Merchant, charge: str, reference: str, amount_minor: int, *, currency: str = "CNY"
) -> Reply:
    asked = {
        "reference": reference,
        "charge": charge,
        "amount_minor": amount_minor,
        "currency": currency,
        "notify_url": merchant.url,
    }
    return sandbox.post("/api/refunds/", asked, key=reference)


def test_a_refund_is_pending_and_then_succeeds_with_a_signed_webhook(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    opened = refund(sandbox, merchant, charge, "R-1", 4_000)
    assert (opened.status, opened.json["state"], opened.json["reason"]) == (201, "pending", "")
    heard = merchant.next()
    assert heard.signed()
    assert heard.event["type"] == "refund.succeeded"
    assert heard.data == sandbox.get("/api/refunds/R-1/").json
    assert {name: heard.data[name] for name in ("reference", "state", "charge", "amount_minor", "currency")} == {
        "reference": "R-1",
        "state": "succeeded",
        "charge": charge,
        "amount_minor": 4_000,
        "currency": "CNY",
    }


def test_it_stays_pending_until_it_is_settled(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    sandbox.control(settle_after_seconds=3600)
    refund(sandbox, merchant, charge, "R-1", 4_000)
    assert merchant.silent()
    assert sandbox.get("/api/refunds/R-1/").json["state"] == "pending"


def test_refunds_never_exceed_the_charge(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    assert refund(sandbox, merchant, charge, "R-1", 10_001).status == 422
    assert refund(sandbox, merchant, charge, "R-2", 6_000).status == 201
    refused = refund(sandbox, merchant, charge, "R-3", 4_001)
    assert (refused.status, refused.json) == (422, {"error": "Only 4000 minor units are left of this charge."})
    assert refund(sandbox, merchant, charge, "R-4", 4_000).status == 201
    assert refund(sandbox, merchant, charge, "R-5", 1).status == 422


def test_twenty_refunds_at_once_never_exceed_the_charge(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda number=number: statuses.append(
                refund(sandbox, merchant, charge, f"R-{number}", 3_000).status,
            ),
        )
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] * 3 + [422] * 17


def test_a_rejected_refund_gives_the_amount_back_to_the_charge(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    sandbox.control(reject_next_refund=True)
    refund(sandbox, merchant, charge, "R-1", 10_000)
    heard = merchant.next()
    assert (heard.event["type"], heard.data["reason"]) == ("refund.rejected", "The buyer's card is closed.")
    assert refund(sandbox, merchant, charge, "R-2", 10_000).status == 201
    assert merchant.next().event["type"] == "refund.succeeded"


def test_wrong_refunds_are_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    assert refund(sandbox, merchant, "ch_none", "R-1", 1).status == 422
    assert refund(sandbox, merchant, charge, "R-2", 1, currency="USD").status == 422
    assert refund(sandbox, merchant, charge, "R-3", 0).status == 422
    assert sandbox.get("/api/refunds/R-1/").status == 404


def test_a_reference_is_refunded_once_whatever_the_key(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    refund(sandbox, merchant, charge, "R-1", 1_000)
    asked = {
        "reference": "R-1",
        "charge": charge,
        "amount_minor": 1_000,
        "currency": "CNY",
        "notify_url": merchant.url,
    }
    assert sandbox.post("/api/refunds/", asked, key="another").status == 409


def test_the_report_holds_refunds_by_their_last_change(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    refund(sandbox, merchant, charge, "R-1", 1_000)
    wait_until(lambda: sandbox.get("/api/refunds/R-1/").json["state"] == "succeeded")
    done = sandbox.get("/api/refunds/R-1/").json
    assert sandbox.get(f"/api/report/?since={done['changed_at']}").json["refunds"] == [done]
