"""A buyer's bank takes a charge back: told, shown, decided, and lost by whoever shows nothing."""

from itertools import count

import pytest

from tests.sandbox.running import Merchant, Sandbox

WEEK = 7 * 86_400


_keys = count()


def new_key() -> str:
    return f"key-{next(_keys)}"


def charged(sandbox: Sandbox, merchant: Merchant, amount: int = 12_800) -> str:
    """The id of a charge that the merchant has heard of."""
    ask = {"reference": "P-1", "amount_minor": amount, "currency": "CNY", "notify_url": merchant.url}
    code = sandbox.post("/api/charges/", ask, key=new_key()).json["id"]
    assert merchant.next().event["type"] == "charge.captured"
    return str(code)


def disputed(sandbox: Sandbox, merchant: Merchant) -> tuple[str, str]:
    """The ids of a charge and of the chargeback about all of it."""
    charge = charged(sandbox, merchant)
    sandbox.control(open_chargeback=charge)
    return charge, str(merchant.next().data["id"])


def test_a_dispute_is_told_with_its_amount_its_fee_and_its_time(sandbox: Sandbox, merchant: Merchant) -> None:
    charge = charged(sandbox, merchant)
    sandbox.control(open_chargeback=charge)
    heard = merchant.next()
    assert (heard.signed(), heard.event["type"]) == (True, "chargeback.opened")
    told = {name: heard.data[name] for name in ("charge", "amount_minor", "fee_minor", "currency", "state", "evidence")}
    assert told == {
        "charge": charge,
        "amount_minor": 12_800,
        "fee_minor": 1_500,
        "currency": "CNY",
        "state": "open",
        "evidence": False,
    }
    assert heard.data == sandbox.get(f"/api/chargebacks/{heard.data['id']}/").json
    report = sandbox.get("/api/report/").json["chargebacks"]
    assert isinstance(report, list)
    assert [row["id"] for row in report] == [heard.data["id"]]


@pytest.mark.parametrize(("act", "state", "amount"), [("dispute", "open", 12_800), ("dispute-half", "open", 6_400)])
def test_the_banks_buttons_dispute_all_or_half(
    sandbox: Sandbox, merchant: Merchant, act: str, state: str, amount: int
) -> None:
    charge = charged(sandbox, merchant)
    assert sandbox.call("POST", f"/bank/charges/{charge}/{act}/").status == 303
    heard = merchant.next()
    assert (heard.data["state"], heard.data["amount_minor"]) == (state, amount)
    assert "disputed" in sandbox.call("GET", "/bank/?reference=P-1&lang=en").text
    assert sandbox.call("POST", f"/bank/charges/{charge}/dispute/").status == 409


@pytest.mark.parametrize(("act", "state"), [("win", "won"), ("lose", "lost")])
def test_it_is_decided_once(sandbox: Sandbox, merchant: Merchant, act: str, state: str) -> None:
    charge, _chargeback = disputed(sandbox, merchant)
    assert sandbox.call("POST", f"/bank/charges/{charge}/{act}/").status == 303
    assert merchant.next().event["type"] == f"chargeback.{state}"
    assert sandbox.call("POST", f"/bank/charges/{charge}/{act}/").status == 409
    again = sandbox.call("POST", f"/bank/charges/{charge}/dispute/").status
    assert again == (303 if state == "won" else 409)


def test_evidence_keeps_it_open_after_its_time_and_silence_loses_it(sandbox: Sandbox, merchant: Merchant) -> None:
    _charge, shown = disputed(sandbox, merchant)
    other = sandbox.post(
        "/api/charges/",
        {"reference": "P-2", "amount_minor": 100, "currency": "CNY", "notify_url": merchant.url},
        key=new_key(),
    )
    merchant.next()
    sandbox.control(open_chargeback=other.json["id"])
    silent = str(merchant.next().data["id"])
    assert (
        sandbox.post(f"/api/chargebacks/{shown}/evidence/", {"words": "It arrived."}, key=new_key()).json["evidence"]
        is True
    )
    sandbox.control(clock_offset_seconds=WEEK + 60)
    heard = merchant.next()
    assert (heard.event["type"], heard.data["id"]) == ("chargeback.lost", silent)
    assert sandbox.get(f"/api/chargebacks/{shown}/").json["state"] == "open"
    assert sandbox.post(f"/api/chargebacks/{shown}/evidence/", {"words": "And more."}, key=new_key()).status == 409


def test_what_nobody_knows_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    assert sandbox.get("/api/chargebacks/cb_none/").status == 404
    assert sandbox.post("/api/chargebacks/cb_none/evidence/", {}, key=new_key()).status == 404
    assert sandbox.call("POST", "/bank/charges/ch_none/dispute/").status == 404
    assert sandbox.call("POST", f"/bank/charges/{charged(sandbox, merchant)}/gold/").status == 404
    for switch in ("open_chargeback", "win_chargeback", "lose_chargeback"):
        assert sandbox.post("/control/", {switch: "none"}).status == 422
