"""What the samples of the custody line say when the money has gone. `*amount*` and `^time^` as in `kit_lines`."""

from marketplace.storefront.kit_lines import Sample

RELEASED = Sample(
    "released",
    ("Released", "已放款"),
    (("seller", "¥128.00", True),),
    (("confirmed 28 Nov", "nothing left", "paid 28 Nov"), ("11 月 28 日确认", "已清空", "11 月 28 日到账")),
    (
        (
            (
                "¥128.00 went to Wang’s Tea",
                "You confirmed on ^28 November, 19:02^. If a fault shows later, you may claim until 13 December.",
                (("Write a review", "alt"), ("Claim after sale", "link")),
            ),
            (
                "¥128.00 is yours",
                "Less our charge of *¥1.28*, *¥126.72* is in your available money since ^28 November, 19:02^.",
                (("See your money", "alt"),),
            ),
            (
                "¥128.00 was released",
                "Confirmed by the buyer, ^28 November, 19:02^. Charge *¥1.28*. Final on 13 December.",
                (("Open in the books", "link"),),
            ),
        ),
        (
            (
                "¥128.00 已付给王家茶园",
                "您在 ^11 月 28 日 19:02^ 确认收货。以后发现毛病，12 月 13 日前仍可申请售后。",
                (("写评价", "alt"), ("申请售后", "link")),
            ),
            (
                "¥128.00 归您了",
                "扣除服务费 *¥1.28*，*¥126.72* 已于 ^11 月 28 日 19:02^ 转入可用余额。",
                (("看我的钱", "alt"),),
            ),
            (
                "¥128.00 已放款",
                "买家确认，^11 月 28 日 19:02^。服务费 *¥1.28*。12 月 13 日终结。",
                (("查看账目", "link"),),
            ),
        ),
    ),
)

CLAIMED = Sample(
    "claimed",
    ("Asked back after the sale", "售后申请中"),
    (("buyer", "¥40.00", False), ("seller", "¥128.00", True)),
    (("asks ¥40.00 back", "nothing left", "has until 8 Dec"), ("申请退还 ¥40.00", "已清空", "12 月 8 日前答复")),
    (
        (
            (
                "¥128.00 went to Wang’s Tea, and you ask for ¥40.00 back",
                "Wang’s Tea answers by ^8 December, 09:00^. If it does not, *¥40.00* goes back to you.",
                (("Withdraw the request", "link"),),
            ),
            (
                "¥128.00 is yours, and ¥40.00 of it is asked back",
                "Answer by ^8 December, 09:00^. If you do not, you have agreed and *¥40.00* goes back.",
                (("Agree", "main"), ("Offer another amount", "alt")),
            ),
            (
                "¥128.00 was released, and ¥40.00 of it is asked back",
                "The shop answers by ^8 December, 09:00^. Its silence is agreement: *¥40.00* is refunded.",
                (("Open the request", "link"),),
            ),
        ),
        (
            (
                "¥128.00 已付给王家茶园，您申请退还 ¥40.00",
                "王家茶园须在 ^12 月 8 日 09:00^ 前答复，否则 *¥40.00* 退给您。",
                (("撤回申请", "link"),),
            ),
            (
                "¥128.00 归您，其中 ¥40.00 被申请退还",
                "请在 ^12 月 8 日 09:00^ 前答复。不答复即为同意，退还 *¥40.00*。",
                (("同意", "main"), ("提出其他金额", "alt")),
            ),
            (
                "¥128.00 已放款，其中 ¥40.00 被申请退还",
                "店铺须在 ^12 月 8 日 09:00^ 前答复；不答复即为同意，退款 *¥40.00*。",
                (("打开申请", "link"),),
            ),
        ),
    ),
)

REFUNDED = Sample(
    "refunded",
    ("Refunded", "已退款"),
    (("buyer", "¥128.00", True),),
    (("paid back 30 Nov", "nothing left", "nothing due"), ("11 月 30 日退回", "已清空", "无应付")),
    (
        (
            (
                "¥128.00 is back with you",
                "Wang’s Tea agreed. It left us on ^30 November, 10:20^ and is in your Alipay within 2 days.",
                (("See the receipt", "alt"),),
            ),
            (
                "¥128.00 went back to Lin Yue",
                "You agreed to her claim on ^30 November, 10:20^. No charge was taken.",
                (("How this counts in your record", "link"),),
            ),
            (
                "¥128.00 was refunded",
                "Claim C-2207 agreed by the seller, ^30 November, 10:20^. Provider reference 8841-20.",
                (("Open in the books", "link"),),
            ),
        ),
        (
            (
                "¥128.00 已退给您",
                "王家茶园同意退款。钱已于 ^11 月 30 日 10:20^ 退出，2 天内回到您的支付宝。",
                (("看凭证", "alt"),),
            ),
            (
                "¥128.00 已退给林月",
                "您在 ^11 月 30 日 10:20^ 同意了她的申请，未收服务费。",
                (("怎样计入店铺记录", "link"),),
            ),
            (
                "¥128.00 已退款",
                "售后 C-2207，卖家同意，^11 月 30 日 10:20^。渠道编号 8841-20。",
                (("查看账目", "link"),),
            ),
        ),
    ),
)

SPLIT = Sample(
    "settled",
    ("Split by ruling", "裁定分配"),
    (("buyer", "¥43.00", True), ("seller", "¥85.00", True)),
    (("back 9 Dec", "ruled 2 Dec", "paid 9 Dec"), ("12 月 9 日退回", "12 月 2 日裁定", "12 月 9 日到账")),
    (
        (
            (
                "¥43.00 came back to you, ¥85.00 went to Wang’s Tea",
                (
                    "Ruled on 2 December: one lid of three was broken. "
                    "Nobody appealed, so the money moved on ^9 December, 11:00^."
                ),
                (("Read the ruling", "alt"),),
            ),
            (
                "¥85.00 is yours, ¥43.00 went back to Lin Yue",
                "Ruled on 2 December: one lid of three was broken. The money moved on ^9 December, 11:00^.",
                (("Read the ruling", "alt"),),
            ),
            (
                "Split: ¥43.00 to the buyer, ¥85.00 to the seller",
                "Ruling R-311 by Chen Hui, final ^9 December, 11:00^. Charge given back *¥0.43*.",
                (("Open in the books", "link"),),
            ),
        ),
        (
            (
                "¥43.00 退给您，¥85.00 付给王家茶园",
                "12 月 2 日裁定：三个盖子有一个破损。双方没有申诉，钱已于 ^12 月 9 日 11:00^ 划出。",
                (("看裁定", "alt"),),
            ),
            (
                "¥85.00 归您，¥43.00 退给林月",
                "12 月 2 日裁定：三个盖子有一个破损。钱已于 ^12 月 9 日 11:00^ 划出。",
                (("看裁定", "alt"),),
            ),
            (
                "分配：买家 ¥43.00，卖家 ¥85.00",
                "裁定 R-311，陈慧，^12 月 9 日 11:00^ 终结。退还服务费 *¥0.43*。",
                (("查看账目", "link"),),
            ),
        ),
    ),
)

VOID = Sample(
    "void",
    ("Closed unpaid", "未付关闭"),
    (),
    (("did not pay", "empty", "ships nothing"), ("未付款", "空", "无须发货")),
    (
        (
            (
                "Closed: nothing was paid",
                "Time ran out on ^20 November, 09:05^. Nothing was taken from you; money that comes now goes back.",
                (("Order it again", "alt"),),
            ),
            ("Closed: nothing was paid", "Lin Yue did not pay in time. The goods are on sale again.", ()),
            ("Void", "Closed by itself on ^20 November, 09:05^. Money that comes now goes back by itself.", ()),
        ),
        (
            (
                "订单已关闭，没有付款",
                "24 小时已过（^11 月 20 日 09:05^）。没有扣您的钱；此后到的钱会退回。",
                (("重新下单", "alt"),),
            ),
            ("订单已关闭，没有付款", "林月没有按时付款，商品已重新上架。", ()),
            ("已作废", "^11 月 20 日 09:05^ 自动关闭，此后到的钱自动退回。", ()),
        ),
    ),
)
