import http.client

import pytest

from tests.sandbox.conftest import serving
from tests.sandbox.running import Merchant, Sandbox, wait_until


def asked(merchant: Merchant, reference: str) -> dict[str, object]:
    return {"reference": reference, "amount_minor": 100, "currency": "CNY", "notify_url": merchant.url}


def test_a_crash_after_the_charge_loses_only_the_answer(own_sandbox: Sandbox, merchant: Merchant) -> None:
    """The caller hears nothing, the charge stands, its webhook comes after the restart, and once."""
    own_sandbox.control(crash_after_charge=True)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        own_sandbox.post("/api/charges/", asked(merchant, "P-1"), key="k1")
    again = own_sandbox.post("/api/charges/", asked(merchant, "P-1"), key="k1")
    assert again.status == 201
    assert own_sandbox.get("/api/charges/?reference=P-1").json == {"charges": [again.json]}
    assert merchant.next().data == again.json
    assert merchant.silent()
    assert own_sandbox.get("/control/").json["crash_after_charge"] is False


def test_after_kill_9_everything_waiting_is_finished(own_sandbox: Sandbox, merchant: Merchant) -> None:
    charge = own_sandbox.post("/api/charges/", asked(merchant, "P-1"), key="k1").json
    assert merchant.next().data == charge
    own_sandbox.control(settle_after_seconds=2, delay_seconds=2)
    own_sandbox.post("/api/charges/", asked(merchant, "P-2"), key="k2")
    refund = {**asked(merchant, "R-1"), "charge": charge["id"]}
    assert own_sandbox.post("/api/refunds/", refund, key="k3").json["state"] == "pending"
    account = {"bank": "ICBC", "holder": "Wang", "number": "6222000011114471"}
    own_sandbox.post("/api/payouts/", {**asked(merchant, "O-1"), "account": account}, key="k4")
    own_sandbox.kill()
    assert merchant.silent(0.1)
    own_sandbox.start()
    wait_until(lambda: serving(own_sandbox))
    heard = [merchant.next() for _ in range(3)]
    assert sorted(str(one.event["type"]) for one in heard) == ["charge.captured", "payout.paid", "refund.succeeded"]
    assert all(one.signed() for one in heard)
    assert merchant.silent()


def test_a_killed_sandbox_tries_again_what_nobody_accepted(own_sandbox: Sandbox, merchant: Merchant) -> None:
    merchant.answers += [503]
    own_sandbox.post("/api/charges/", asked(merchant, "P-1"), key="k1")
    first = merchant.next()
    own_sandbox.kill()
    own_sandbox.start()
    second = merchant.next()
    assert (second.headers["webhook-id"], second.body) == (first.headers["webhook-id"], first.body)
