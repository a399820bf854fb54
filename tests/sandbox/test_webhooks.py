import time

from tests.sandbox.running import Heard, Merchant, Sandbox


def charge(sandbox: Sandbox, merchant: Merchant, *references: str) -> None:
    for reference in references:
        asked = {"reference": reference, "amount_minor": 100, "currency": "CNY", "notify_url": merchant.url}
        assert sandbox.post("/api/charges/", asked, key=reference).status == 201


def references(heard: list[Heard]) -> list[object]:
    return [one.data["reference"] for one in heard]


def test_it_is_sent_again_until_it_is_accepted(sandbox: Sandbox, merchant: Merchant) -> None:
    merchant.answers += [500, 301]
    started = time.monotonic()
    charge(sandbox, merchant, "P-1")
    first, second, third = merchant.next(), merchant.next(), merchant.next()
    assert first.body == second.body == third.body
    assert {one.headers["webhook-id"] for one in (first, second, third)} == {first.headers["webhook-id"]}
    assert all(one.signed() for one in (first, second, third))
    assert 6 <= time.monotonic() - started < 20
    assert merchant.silent()


def test_the_timestamp_is_real_time_whatever_the_clock_says(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(clock_offset_seconds=40 * 86_400)
    charge(sandbox, merchant, "P-1")
    assert abs(int(merchant.next().headers["webhook-timestamp"]) - time.time()) < 30


def test_lost_webhooks_never_come_but_the_charge_can_be_asked_for(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(webhooks="lose")
    charge(sandbox, merchant, "P-1")
    sandbox.control(webhooks="deliver", flush=True)
    assert merchant.silent()
    assert sandbox.charges("P-1") == [(100, "CNY")]


def test_held_webhooks_come_when_they_are_flushed(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(webhooks="hold")
    charge(sandbox, merchant, "P-1", "P-2")
    assert merchant.silent()
    sandbox.control(flush=True)
    assert references([merchant.next(), merchant.next()]) == ["P-1", "P-2"]


def test_held_webhooks_come_in_reverse_under_reorder(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(webhooks="hold", reorder=True)
    charge(sandbox, merchant, "P-1", "P-2", "P-3")
    sandbox.control(flush=True)
    assert references([merchant.next() for _ in range(3)]) == ["P-3", "P-2", "P-1"]


def test_a_repeated_webhook_is_the_same_message_so_many_times(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(repeat=10)
    charge(sandbox, merchant, "P-1")
    heard = [merchant.next() for _ in range(10)]
    assert {one.headers["webhook-id"] for one in heard} == {heard[0].headers["webhook-id"]}
    assert {one.body for one in heard} == {heard[0].body}
    assert merchant.silent()


def test_copies_already_accepted_are_not_sent_again(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(repeat=3)
    merchant.answers += [204, 500]
    charge(sandbox, merchant, "P-1")
    assert len([merchant.next() for _ in range(4)]) == 4
    assert merchant.silent(1.5)


def test_a_delayed_webhook_waits(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(delay_seconds=1.5)
    started = time.monotonic()
    charge(sandbox, merchant, "P-1")
    merchant.next()
    assert time.monotonic() - started >= 1.4


def test_a_flush_hurries_what_waits(sandbox: Sandbox, merchant: Merchant) -> None:
    sandbox.control(delay_seconds=3600)
    charge(sandbox, merchant, "P-1")
    assert merchant.silent()
    sandbox.control(flush=True)
    assert references([merchant.next()]) == ["P-1"]


def test_a_deaf_merchant_does_not_stop_another(sandbox: Sandbox, merchant: Merchant) -> None:
    asked = {"reference": "P-1", "amount_minor": 100, "currency": "CNY", "notify_url": "http://127.0.0.1:1/"}
    sandbox.post("/api/charges/", asked, key="P-1")
    charge(sandbox, merchant, "P-2")
    assert references([merchant.next()]) == ["P-2"]
