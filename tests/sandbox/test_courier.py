import pytest

from tests.sandbox.running import Merchant, Sandbox


def register(sandbox: Sandbox, merchant: Merchant, number: str = "SF1492000683", carrier: str = "sf-express") -> None:
    answer = sandbox.post("/courier/parcels/", {"carrier": carrier, "number": number, "notify_url": merchant.url})
    assert answer.status == 201, answer.text


def press(sandbox: Sandbox, event: str, number: str = "SF1492000683") -> int:
    return sandbox.call("POST", f"/courier/parcels/sf-express/{number}/{event}/").status


def parcel(sandbox: Sandbox) -> tuple[object, list[str]]:
    """State, and the types of its events."""
    found = sandbox.get("/courier/parcels/sf-express/SF1492000683/").json
    events = found["events"]
    assert isinstance(events, list)
    return found["state"], [event["type"] for event in events]


def test_a_registered_parcel_is_accepted(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    assert parcel(sandbox) == ("accepted", ["accepted"])
    assert merchant.silent()


def test_a_carriers_name_may_have_spaces_and_any_script(sandbox: Sandbox, merchant: Merchant) -> None:
    for carrier, address in (("SF Express", "SF%20Express"), ("顺丰速运", "%E9%A1%BA%E4%B8%B0%E9%80%9F%E8%BF%90")):
        register(sandbox, merchant, carrier=carrier)
        assert sandbox.call("POST", f"/courier/parcels/{address}/SF1492000683/delivered/").status == 303
        assert sandbox.get(f"/courier/parcels/{address}/SF1492000683/").json["state"] == "delivered"


def test_the_same_number_again_is_the_same_parcel_told_elsewhere(sandbox: Sandbox, merchant: Merchant) -> None:
    elsewhere = Merchant()
    register(sandbox, elsewhere)
    register(sandbox, merchant)
    assert parcel(sandbox) == ("accepted", ["accepted"])
    press(sandbox, "delivered")
    assert merchant.next().event["type"] == "parcel.delivered"
    elsewhere.close()


@pytest.mark.parametrize("event", ["in_transit", "delivered", "returned", "lost"])
def test_each_button_is_told_by_a_signed_webhook(sandbox: Sandbox, merchant: Merchant, event: str) -> None:
    register(sandbox, merchant)
    assert press(sandbox, event) == 303
    heard = merchant.next()
    assert heard.signed()
    assert heard.event["type"] == f"parcel.{event}"
    assert heard.data == sandbox.get("/courier/parcels/sf-express/SF1492000683/").json
    assert parcel(sandbox) == (event, ["accepted", event])


def test_a_delivered_parcel_stays_delivered(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    press(sandbox, "delivered")
    for event in ("accepted", "in_transit", "delivered", "returned", "lost"):
        assert press(sandbox, event) == 409
    assert parcel(sandbox) == ("delivered", ["accepted", "delivered"])


def test_a_lost_parcel_can_be_found_and_a_returned_one_sent_again(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    for event in ("lost", "returned", "in_transit", "delivered"):
        assert press(sandbox, event) == 303
    assert parcel(sandbox) == ("delivered", ["accepted", "lost", "returned", "in_transit", "delivered"])


def test_unknown_parcels_and_events_are_404(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    assert press(sandbox, "stolen") == 404
    assert press(sandbox, "lost", number="OTHER") == 404
    assert sandbox.get("/courier/parcels/sf-express/OTHER/").status == 404


@pytest.mark.parametrize(
    "wrong", [{"carrier": ""}, {"carrier": "a/b"}, {"number": "a b"}, {"number": "../x"}, {"notify_url": "ftp://x/"}]
)
def test_a_parcel_that_cannot_be_read_is_refused(sandbox: Sandbox, merchant: Merchant, wrong: dict[str, str]) -> None:
    asked = {"carrier": "sf-express", "number": "SF1492000683", "notify_url": merchant.url, **wrong}
    assert sandbox.post("/courier/parcels/", asked).status == 422


def test_the_page_lists_the_newest_first_and_finds_a_number(sandbox: Sandbox, merchant: Merchant) -> None:
    for number in range(31):
        register(sandbox, merchant, f"N{number:03d}")
    page = sandbox.call("GET", "/courier/?lang=en").text
    assert page.index("N030") < page.index("N029")
    assert "N000" not in page
    assert "The newest 30 are shown." in page
    found = sandbox.call("GET", "/courier/?number=n000&lang=zh-hans").text
    assert "N000" in found
    assert "N001" not in found
    assert "已揽收" in found


def test_a_button_comes_back_to_the_page_it_was_on(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    path = "/courier/parcels/sf-express/SF1492000683/delivered/?number=SF&lang=zh-hans&next=http://evil.example"
    location = sandbox.call("POST", path).location
    assert location.partition("#")[0] == "/courier/?number=SF&lang=zh-hans"


def test_an_empty_page_says_what_will_appear(sandbox: Sandbox) -> None:
    assert "No parcel here yet" in sandbox.call("GET", "/courier/").text
    assert "No parcel has this number" in sandbox.call("GET", "/courier/?number=1").text


def test_couriers_are_called_by_their_names_and_times_say_their_zone(sandbox: Sandbox, merchant: Merchant) -> None:
    register(sandbox, merchant)
    register(sandbox, merchant, carrier="village-cart")
    english, chinese = (sandbox.get(f"/courier/?lang={lang}").text for lang in ("en", "zh-hans"))
    assert ('<span class="dim">SF Express</span>' in english, '<span class="dim">顺丰速运</span>' in chinese) == (
        True,
        True,
    )
    assert ('<span class="dim">village-cart</span>' in english, english.count(" UTC</time>")) == (True, 2)
