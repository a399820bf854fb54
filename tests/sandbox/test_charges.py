import datetime as dt
import threading

import pytest

from tests.sandbox.running import Merchant, Reply, Sandbox


def body(merchant: Merchant, **changed: object) -> dict[str, object]:
    asked = {"reference": "P-1", "amount_minor": 12_800, "currency": "CNY", "notify_url": merchant.url}
    return {**asked, **changed}


def test_a_charge_is_made_shown_and_told(sandbox: Sandbox, merchant: Merchant) -> None:
    made = sandbox.post("/api/charges/", body(merchant), key="k1")
    assert made.status == 201
    assert sandbox.get("/api/charges/?reference=P-1").json == {"charges": [made.json]}
    assert sandbox.get("/api/charges/?reference=P-2").json == {"charges": []}
    heard = merchant.next()
    assert heard.signed()
    assert heard.event["type"] == "charge.captured"
    assert heard.event["id"] == heard.headers["webhook-id"]
    assert heard.data == made.json
    assert set(made.json) == {"id", "reference", "amount_minor", "currency", "captured_at"}


def test_the_same_key_and_body_give_the_first_answer_again(sandbox: Sandbox, merchant: Merchant) -> None:
    first = sandbox.post("/api/charges/", body(merchant), key="k1")
    turned = dict(reversed(body(merchant).items()))
    assert sandbox.post("/api/charges/", turned, key="k1") == first
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


def test_the_same_key_with_another_body_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.post("/api/charges/", body(merchant), key="k1")
    assert sandbox.post("/api/charges/", body(merchant, amount_minor=1), key="k1").status == 422
    assert sandbox.post("/api/refunds/", body(merchant), key="k1").status == 422
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


def test_the_same_key_ten_times_at_once_is_one_charge(sandbox: Sandbox, merchant: Merchant) -> None:
    answers: list[Reply] = []
    threads = [
        threading.Thread(target=lambda: answers.append(sandbox.post("/api/charges/", body(merchant), key="k1")))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [answers[0]] * 10
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


def test_a_post_without_an_idempotency_key_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    assert sandbox.post("/api/charges/", body(merchant)).status == 400
    assert sandbox.charges("P-1") == []


def test_without_the_bearer_key_nothing_is_answered(sandbox: Sandbox) -> None:
    for path in ("/api/charges/", "/api/report/", "/api/refunds/r/", "/api/payouts/p/", "/control/"):
        assert sandbox.call("GET", path).status == 401
        assert sandbox.call("GET", path, headers={"Authorization": "Bearer other"}).status == 401
    for path in (
        "/api/charges/",
        "/api/refunds/",
        "/api/payouts/",
        "/control/",
        "/control/reset/",
        "/courier/parcels/",
    ):
        assert sandbox.call("POST", path, {}).status == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"amount_minor": 1.5},
        {"amount_minor": "12800"},
        {"amount_minor": True},
        {"amount_minor": 10**16},
        {"amount_minor": [1]},
        {"currency": "yuan"},
        {"currency": None},
        {"reference": ""},
        {"reference": "a/b"},
        {"reference": "\ud800"},
        {"notify_url": "file:///etc/passwd"},
        {"notify_url": "http://["},
        {"notify_url": "http://a\0b/"},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    sandbox: Sandbox, merchant: Merchant, wrong: dict[str, object]
) -> None:
    answer = sandbox.post("/api/charges/", body(merchant, **wrong), key="k1")
    assert answer.status == 422
    assert list(answer.json) == ["error"]
    assert next(iter(wrong)) in str(answer.json["error"])


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"null", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(sandbox: Sandbox, raw: bytes) -> None:
    assert sandbox.post("/api/charges/", raw, key="k1").status == 400


def test_charges_carry_the_sandbox_clock(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(clock_offset_seconds=-90 * 86_400)
    made = sandbox.post("/api/charges/", body(merchant), key="k1").json
    captured = dt.datetime.fromisoformat(str(made["captured_at"]))
    expected = dt.datetime.now(dt.UTC) - dt.timedelta(days=90)
    assert abs(captured - expected) < dt.timedelta(seconds=30)
    assert abs(dt.datetime.fromisoformat(str(merchant.next().event["at"])) - expected) < dt.timedelta(seconds=30)


def test_the_report_lists_what_happened_since(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(clock_offset_seconds=0)
    old = sandbox.post("/api/charges/", body(merchant), key="k1").json
    sandbox.control(clock_offset_seconds=86_400)
    new = sandbox.post("/api/charges/", body(merchant, reference="P-2"), key="k2").json
    since = str(new["captured_at"])
    assert sandbox.get("/api/report/").json["charges"] == [old, new]
    assert sandbox.get(f"/api/report/?since={since}").json == {
        "charges": [new],
        "refunds": [],
        "payouts": [],
        "chargebacks": [],
    }
    assert sandbox.get("/api/report/?since=yesterday").status == 422
