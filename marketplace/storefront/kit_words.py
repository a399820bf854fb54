"""Words of the page of pieces, in both languages: samples are not pages of the site, the catalogue has none of them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from marketplace.storefront.kit_lines import marked
from marketplace.trade.custody import CustodyLine, OfferedAction, Stand, Station


def words(*, chinese: bool) -> dict[str, Any]:
    """What the samples say."""
    return CHINESE if chinese else ENGLISH


def order_line(now: datetime, *, chinese: bool) -> CustodyLine:
    """The line that opens an order's page, with everything it can have."""
    say = words(chinese=chinese)["order"]
    labels: tuple[str, str, str] = say["labels"]
    return CustodyLine(
        state="counting",
        title=say["title"],
        sentence=marked(say["sentence"]),
        amounts=(Stand("held", "¥128.00"),),
        stations=tuple(Station(name, note, here) for name, note, here in say["stations"]),  # type: ignore[arg-type]
        corner=say["corner"],
        progress=0.488,
        ticks=12,
        actions=(
            OfferedAction("confirm", labels[0], "#", "main", "post", now),
            OfferedAction("report", labels[1], "#problem", "alt", "get", now),
            OfferedAction("extend", labels[2], "#", "link", "post", now),
        ),
        may=say["may"],
    )


ENGLISH: dict[str, Any] = {
    "order": {
        "title": "¥128.00 is held",
        "sentence": "Unless you confirm or report a problem, it goes to Wang’s Tea on ^3 December, 14:20^ (in 6 days).",
        "stations": (
            ("You", "paid 19 Nov", False),
            ("Held by Danbao", "since 19 Nov, 09:12", True),
            ("Wang’s Tea", "3 Dec, 14:20", False),
        ),
        "corner": "6 days left",
        "labels": ("I have it. Pay Wang’s Tea", "Report a problem", "I need 3 more days"),
        "may": (
            ("If you confirm", "The ¥128.00 goes to Wang’s Tea at once. You still have 15 days to claim."),
            (
                "If you report a problem",
                "The money freezes here and the clock stops. You can do this until 3 December, 14:20.",
            ),
            ("If you need time", "Once, 3 days more: the new date is 6 December, 14:20."),
        ),
    },
    "charges": (("Goods", 11800), ("Sending", 1000)),
    "total": "You paid",
    "events": [
        SimpleNamespace(
            at=datetime.fromisoformat("2026-11-26T06:20Z"), text="Delivered. Signed for by the porter’s desk."
        ),
        SimpleNamespace(at=datetime.fromisoformat("2026-11-21T02:05Z"), text="Wang’s Tea shipped it. SF1492 0068 317."),
        SimpleNamespace(at=datetime.fromisoformat("2026-11-19T01:12Z"), text="You paid ¥128.00. Danbao holds it."),
    ],
    "tabs": [
        {"url": "#", "count": count, "name": name, "here": not place}
        for place, (count, name) in enumerate(
            [(34, "All"), (1, "To pay"), (2, "To ship"), (3, "To receive"), (4, "Done"), (1, "Closed")]
        )
    ],
    "bars": [("Held", 508, "508"), ("Available", 77, "77"), ("Paid out", 4, "4")],
    "standing_key": [("held", "Held"), ("avail", "Available")],
    "flowing_key": [("paid", "Paid out")],
    "steps": ["Your shop", "First goods", "Photographs", "Open"],
    "trail": [("Orders", "#")],
    "goods": [
        ("Jingmai old-tree pu’er, 357 g cake", "景迈古树普洱茶饼"),
        ("Hat", "帽"),
        (
            (
                "Dried flower mushrooms from the back hill of Qingyuan, second picking of spring, sorted by hand, "
                "500 g, in a tin box with a bag"
            ),
            "",
        ),
        ("Bamboo field hat, oiled, 48 cm", "竹编斗笠"),
    ],
    "shop": "Wang’s Tea",
    "remark": "ships in 72 hours",
}

CHINESE: dict[str, Any] = {
    "order": {
        "title": "¥128.00 由担保代管",
        "sentence": "如果您没有确认收货，也没有提出问题，钱将在 ^12 月 3 日 14:20^（6 天后）付给王家茶园。",
        "stations": (
            ("您", "11 月 19 日付款", False),
            ("由担保代管", "11 月 19 日 09:12 起", True),
            ("王家茶园", "12 月 3 日 14:20", False),
        ),
        "corner": "还剩 6 天",
        "labels": ("确认收货，放款给店铺", "有问题要说", "再等 3 天"),
        "may": (
            ("确认收货", "¥128.00 马上付给王家茶园。之后 15 天内仍可申请售后。"),
            ("提出问题", "钱冻结在这里，计时停止。12 月 3 日 14:20 前都可以提出。"),
            ("需要时间", "可延长一次，加 3 天，到 12 月 6 日 14:20。"),
        ),
    },
    "charges": (("商品", 11800), ("运费", 1000)),
    "total": "已付",
    "events": [
        SimpleNamespace(at=datetime.fromisoformat("2026-11-26T06:20Z"), text="已签收，门卫代收。"),
        SimpleNamespace(at=datetime.fromisoformat("2026-11-21T02:05Z"), text="王家茶园已发货。SF1492 0068 317。"),
        SimpleNamespace(at=datetime.fromisoformat("2026-11-19T01:12Z"), text="您支付 ¥128.00，由担保代管。"),
    ],
    "tabs": [
        {"url": "#", "count": count, "name": name, "here": not place}
        for place, (count, name) in enumerate(
            [(34, "全部"), (1, "待付款"), (2, "待发货"), (3, "待收货"), (4, "已完成"), (1, "已关闭")]
        )
    ],
    "bars": [("代管", 508, "508"), ("可用", 77, "77"), ("已提现", 4, "4")],
    "standing_key": [("held", "代管"), ("avail", "可用")],
    "flowing_key": [("paid", "已提现")],
    "steps": ["店铺", "第一件商品", "照片", "开张"],
    "trail": [("订单", "#")],
    "goods": [
        ("景迈古树普洱茶饼 357 克", "Jingmai old-tree pu’er"),
        ("帽", "Hat"),
        ("清远后山原木花菇二〇二六年春季第二批手工分拣足干无硫铁盒装附赠布袋五百克送长辈送朋友自家炖汤都合适", ""),
        ("桐油竹编斗笠 48 厘米", "Bamboo field hat"),
    ],
    "shop": "王家茶园",
    "remark": "72 小时内发货",
}
