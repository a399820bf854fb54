import threading
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.sandbox.running import Merchant, Sandbox, cashier


class Forms(HTMLParser):
    """Collects where the forms of a page post to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.actions: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form" and found.get("method") == "post":
            self.actions.append(found["action"] or "")


def press(sandbox: Sandbox, query: str, act: str, reference: str = "P-1") -> str:
    """Press a button; answers the result the shop's address is told."""
    answer = sandbox.call("POST", f"/cashier/{reference}/{act}/?{query}")
    assert answer.status == 303, answer.text
    base, _, result = answer.location.rpartition("&result=")
    assert base == f"http://127.0.0.1:1/back/?from=bank&reference={reference}"
    return result


def test_the_page_shows_what_is_paid_and_its_forms_act(sandbox: Sandbox, merchant: Merchant) -> None:
    page = sandbox.call("GET", f"/cashier/?{cashier(merchant)}").text
    assert "Pay ¥128.00</button>" in page
    assert "Sandbox: no real money." in page
    actions = Forms(page).actions
    acts = ["pay", "decline", "pay-late", "pay-twice", "pay-short", "pay-over", "pay-foreign"]
    assert [action.split("?")[0] for action in actions] == [f"/cashier/P-1/{act}/" for act in acts]
    assert sandbox.charges("P-1") == []
    assert sandbox.call("POST", actions[0]).status == 303
    assert sandbox.charges("P-1") == [(12_800, "CNY")]
    assert "This payment is made" in sandbox.call("GET", f"/cashier/?{cashier(merchant)}").text


@pytest.mark.parametrize(
    ("act", "result", "charges"),
    [
        ("pay", "paid", [(12_800, "CNY")]),
        ("pay-twice", "paid", [(12_800, "CNY"), (12_800, "CNY")]),
        ("pay-short", "paid", [(12_700, "CNY")]),
        ("pay-over", "paid", [(12_900, "CNY")]),
        ("pay-foreign", "paid", [(12_800, "USD")]),
        ("decline", "declined", []),
        ("pay-late", "pending", []),
    ],
)
def test_each_button_does_what_it_says(
    sandbox: Sandbox, merchant: Merchant, act: str, result: str, charges: list[tuple[int, str]]
) -> None:
    assert press(sandbox, cashier(merchant), act) == result
    assert sandbox.charges("P-1") == charges
    heard = [merchant.next() for _ in charges]
    assert [(one.data["amount_minor"], one.data["currency"]) for one in heard] == charges


@pytest.mark.parametrize(("amount_minor", "taken"), [("101", 1), ("100", 50), ("2", 1)])
def test_a_small_amount_is_paid_short_by_what_it_has(
    sandbox: Sandbox, merchant: Merchant, amount_minor: str, taken: int
) -> None:
    press(sandbox, cashier(merchant, amount_minor=amount_minor), "pay-short")
    assert sandbox.charges("P-1") == [(taken, "CNY")]


def test_a_single_minor_unit_cannot_be_paid_short(sandbox: Sandbox, merchant: Merchant) -> None:
    query = cashier(merchant, amount_minor="1")
    assert "pay-short" not in sandbox.call("GET", f"/cashier/?{query}").text
    assert sandbox.call("POST", f"/cashier/P-1/pay-short/?{query}").status == 404


def test_a_decline_is_told(sandbox: Sandbox, merchant: Merchant) -> None:
    press(sandbox, cashier(merchant), "decline")
    heard = merchant.next()
    assert heard.event["type"] == "charge.declined"
    assert heard.data == {"reference": "P-1", "amount_minor": 12_800, "currency": "CNY"}
    assert press(sandbox, cashier(merchant), "pay") == "paid"


def test_a_late_payment_is_charged_after_25_hours_once(sandbox: Sandbox, merchant: Merchant) -> None:
    press(sandbox, cashier(merchant), "pay-late")
    press(sandbox, cashier(merchant), "pay-late")
    sandbox.control(clock_offset_seconds=25 * 3600 - 60)
    assert merchant.silent()
    sandbox.control(clock_offset_seconds=25 * 3600 + 60)
    assert merchant.next().event["type"] == "charge.captured"
    assert merchant.silent()
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


def test_a_late_payment_can_be_charged_on_command(sandbox: Sandbox, merchant: Merchant) -> None:
    press(sandbox, cashier(merchant), "pay-late")
    sandbox.control(charge_late="P-1")
    assert sandbox.charges("P-1") == [(12_800, "CNY")]
    assert sandbox.post("/control/", {"charge_late": "P-1"}).status == 422


def test_ten_clicks_at_once_take_the_money_once(sandbox: Sandbox, merchant: Merchant) -> None:
    results: list[str] = []
    query = cashier(merchant)
    threads = [threading.Thread(target=lambda: results.append(press(sandbox, query, "pay"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["paid"] * 10
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


@pytest.mark.parametrize("name", ["reference", "amount_minor", "currency", "return_url", "notify_url", "expires"])
def test_a_changed_address_is_refused(sandbox: Sandbox, merchant: Merchant, name: str) -> None:
    parameters = dict(parse_qsl(cashier(merchant)))
    changed = urlencode({**parameters, name: parameters[name] + "1"})
    assert sandbox.call("GET", f"/cashier/?{changed}").status == 400
    assert sandbox.call("POST", f"/cashier/P-1/pay/?{changed}").status == 400
    assert sandbox.charges("P-1") == []


def test_an_address_that_is_unsigned_or_repeats_a_name_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    query = cashier(merchant)
    assert sandbox.call("GET", "/cashier/").status == 400
    assert sandbox.call("GET", f"/cashier/?{query.rpartition('&')[0]}").status == 400
    assert sandbox.call("GET", f"/cashier/?{cashier(merchant, key='another')}").status == 400
    assert sandbox.call("GET", f"/cashier/?amount_minor=1&{query}").status == 400


@pytest.mark.parametrize(
    "wrong",
    [{"amount_minor": "-5"}, {"amount_minor": "1e3"}, {"currency": "¥"}, {"return_url": "javascript:alert(1)"}],
)
def test_a_signed_address_that_cannot_be_read_is_refused(
    sandbox: Sandbox, merchant: Merchant, wrong: dict[str, str]
) -> None:
    assert sandbox.call("GET", f"/cashier/?{cashier(merchant, **wrong)}").status == 422


def test_another_payments_button_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    assert sandbox.call("POST", f"/cashier/P-2/pay/?{cashier(merchant)}").status == 404
    assert sandbox.call("POST", f"/cashier/P-1/steal/?{cashier(merchant)}").status == 404
    assert sandbox.call("GET", f"/cashier/P-1/pay/?{cashier(merchant)}").status == 405


def test_an_expired_payment_takes_nothing(sandbox: Sandbox, merchant: Merchant) -> None:
    query = cashier(merchant, expires="1000000000")
    page = sandbox.call("GET", f"/cashier/?{query}")
    assert page.status == 410
    assert "This payment has expired" in page.text
    assert sandbox.call("POST", f"/cashier/P-1/pay/?{query}").status == 410
    assert sandbox.charges("P-1") == []


def test_expiry_goes_by_the_sandbox_clock(sandbox: Sandbox, merchant: Merchant) -> None:
    query = cashier(merchant)
    sandbox.control(clock_offset_seconds=10 * 365 * 86_400)
    assert sandbox.call("GET", f"/cashier/?{query}").status == 410


def test_a_form_of_another_site_is_refused(sandbox: Sandbox, merchant: Merchant) -> None:
    path = f"/cashier/P-1/pay/?{cashier(merchant)}"
    for origin in ("http://evil.example", "null", f"http://localhost:{sandbox.port}"):
        assert sandbox.call("POST", path, headers={"Origin": origin}).status == 403
    assert sandbox.charges("P-1") == []
    own = f"http://127.0.0.1:{sandbox.port}"
    assert sandbox.call("POST", path, headers={"Origin": own}).status == 303


def test_names_are_escaped_and_scripts_forbidden(sandbox: Sandbox, merchant: Merchant) -> None:
    answer = sandbox.call("GET", f"/cashier/?{cashier(merchant, description='<script>alert(1)</script>')}")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("amount_minor", "currency", "shown"),
    [("128", "JPY", "JPY\N{NO-BREAK SPACE}128"), ("1280000", "KWD", "KWD\N{NO-BREAK SPACE}1,280.000")],
)
def test_money_shows_its_currency_and_digits(
    sandbox: Sandbox, merchant: Merchant, amount_minor: str, currency: str, shown: str
) -> None:
    page = sandbox.call("GET", f"/cashier/?{cashier(merchant, amount_minor=amount_minor, currency=currency)}")
    assert f"<h1>Pay {shown}</h1>" in page.text


def test_the_shops_language_speaks_until_the_reader_chooses(sandbox: Sandbox, merchant: Merchant) -> None:
    query = cashier(merchant, language="zh-hans")
    assert "<h1>支付 ¥128.00</h1>" in sandbox.call("GET", f"/cashier/?{query}").text
    assert "<h1>Pay ¥128.00</h1>" in sandbox.call("GET", f"/cashier/?{query}&lang=en").text
