"""The pages in a real browser: nothing for axe to find, nothing to scroll sideways, buttons a thumb can hit."""

from typing import Literal

from playwright.sync_api import Browser

from tests.axe.reader import findings, knowing_axe
from tests.sandbox.running import Merchant, Sandbox, cashier

SMALLEST_TARGET = 44
LOOKS: tuple[tuple[str, Literal["light", "dark"], int], ...] = tuple(
    (lang, scheme, width)
    for lang, width in (("zh-hans", 320), ("en", 1280), ("en", 320), ("zh-hans", 1280))
    for scheme in ("light", "dark")
)


def addresses(sandbox: Sandbox, merchant: Merchant, lang: str) -> dict[str, str]:
    """Every kind of page, each with something to show."""
    for number in ("SF1492000683", "EM200011223CN"):
        asked = {"carrier": "sf-express", "number": number, "notify_url": merchant.url}
        sandbox.post("/courier/parcels/", asked)
    sandbox.call("POST", "/courier/parcels/sf-express/EM200011223CN/delivered/")
    sandbox.call("POST", f"/cashier/P-2/pay-twice/?{cashier(merchant, 'P-2')}")
    return {
        "cashier": f"/cashier/?{cashier(merchant)}&lang={lang}",
        "paid": f"/cashier/?{cashier(merchant, 'P-2')}&lang={lang}",
        "expired": f"/cashier/?{cashier(merchant, expires='1')}&lang={lang}",
        "forged": f"/cashier/?reference=P-1&lang={lang}",
        "courier": f"/courier/?lang={lang}",
        "bank": f"/bank/?lang={lang}",
        "no charge": f"/bank/?lang={lang}&reference=none",
        "no parcel": f"/courier/?lang={lang}&number=none",
        "nothing here": f"/nothing/?lang={lang}",
    }


def test_every_page_is_accessible_and_fits(sandbox: Sandbox, merchant: Merchant, browser: Browser) -> None:
    """Each page once, the combinations of language, theme and width in turn."""
    errors: list[str] = []
    pages = {lang: addresses(sandbox, merchant, lang) for lang in ("en", "zh-hans")}
    for number, name in enumerate(pages["en"]):
        lang, scheme, width = LOOKS[number % len(LOOKS)]
        page = knowing_axe(browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{sandbox.port}{pages[lang][name]}")
        assert findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        heights = page.evaluate("[...document.querySelectorAll('button')].map(b => b.getBoundingClientRect().height)")
        assert min(heights, default=SMALLEST_TARGET) >= SMALLEST_TARGET, name
        page.close()
    assert errors == []


def test_a_buyer_pays_with_one_press_and_is_back_at_the_shop(
    sandbox: Sandbox, merchant: Merchant, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    shop = merchant.url.replace("/hooks/sandbox", "/back/")
    page.goto(f"http://127.0.0.1:{sandbox.port}/cashier/?{cashier(merchant, return_url=shop, language='zh-hans')}")
    page.get_by_role("button", name="支付 ¥128.00").click()
    page.wait_for_url(f"{shop}?reference=P-1&result=paid")
    page.context.close()
    assert sandbox.charges("P-1") == [(12_800, "CNY")]


def test_the_courier_reports_with_one_press(sandbox: Sandbox, merchant: Merchant, browser: Browser) -> None:
    asked = {"carrier": "sf-express", "number": "SF1492000683", "notify_url": merchant.url}
    sandbox.post("/courier/parcels/", asked)
    page = browser.new_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto(f"http://127.0.0.1:{sandbox.port}/courier/")
    page.get_by_role("button", name="Delivered").click()
    page.wait_for_url("**/courier/?lang=en#parcel-*")
    assert page.get_by_role("button", name="Delivered").count() == 0
    page.context.close()
    assert merchant.next().event["type"] == "parcel.delivered"
