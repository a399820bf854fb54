import pytest

from tests.sandbox.running import Merchant, Sandbox

BEGINNING = {
    "clock_offset_seconds": 0,
    "webhooks": "deliver",
    "repeat": 1,
    "reorder": False,
    "delay_seconds": 0,
    "settle_after_seconds": 1,
    "reject_next_refund": False,
    "refuse_next_payout": False,
    "crash_after_charge": False,
}


def test_switches_are_shown_and_turned(sandbox: Sandbox) -> None:
    sandbox.post("/control/reset/", {})
    assert sandbox.get("/control/").json == BEGINNING
    turned = {"clock_offset_seconds": -5, "webhooks": "hold", "repeat": 2, "reorder": True, "delay_seconds": 0.5}
    assert sandbox.control(**turned).json == {**BEGINNING, **turned}
    assert sandbox.get("/control/").json == {**BEGINNING, **turned}


@pytest.mark.parametrize(
    "wrong",
    [
        {"unknown": 1},
        {"webhooks": "maybe"},
        {"webhooks": ["lose"]},
        {"repeat": 0},
        {"repeat": 101},
        {"reorder": 1},
        {"delay_seconds": -1},
        {"settle_after_seconds": float("nan")},
        {"settle_after_seconds": float("inf")},
        {"clock_offset_seconds": 10**12},
        {"clock_offset_seconds": True},
        {"charge_late": "P-none"},
        {"return_payout": "O-none"},
        {"flush": "yes"},
    ],
)
def test_a_wrong_switch_is_refused_and_turns_nothing(sandbox: Sandbox, wrong: dict[str, object]) -> None:
    before = sandbox.get("/control/").json
    answer = sandbox.post("/control/", {"webhooks": "lose", **wrong})
    assert answer.status == 422
    assert sandbox.get("/control/").json == before


def test_reset_forgets_everything(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(webhooks="hold", clock_offset_seconds=9)
    asked = {"reference": "P-1", "amount_minor": 100, "currency": "CNY", "notify_url": merchant.url}
    first = sandbox.post("/api/charges/", asked, key="k1")
    sandbox.post("/courier/parcels/", {"carrier": "sf", "number": "1", "notify_url": merchant.url})
    assert sandbox.post("/control/reset/", {}).json == BEGINNING
    assert sandbox.get("/api/report/").json == {"charges": [], "refunds": [], "chargebacks": [], "payouts": []}
    assert sandbox.get("/courier/parcels/sf/1/").status == 404
    assert sandbox.post("/api/charges/", asked, key="k1") != first
