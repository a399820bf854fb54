"""What the samples of the custody line say. `*amount*` and `^time^` are marked as in `kit_lines`."""

from marketplace.storefront.kit_lines import Sample

UNPAID = Sample(
    "unpaid",
    ("Not paid", "未付款"),
    (("buyer", "¥128.00", False),),
    (("pay by 20 Nov, 09:05", "empty", "ships when held"), ("11 月 20 日 09:05 前付款", "空", "到账后发货")),
    (
        (
            (
                "¥128.00 is not paid yet",
                "Pay by ^20 November, 09:05^ (in 23 hours). Otherwise the order closes and the cake goes back on sale.",
                (("Pay ¥128.00", "main"), ("Cancel", "link")),
            ),
            (
                "¥128.00 is not paid yet",
                (
                    "Do not ship. Lin Yue has until ^20 November, 09:05^ (in 23 hours). "
                    "We tell you the moment the money is here."
                ),
                (),
            ),
            (
                "¥128.00 is awaited",
                "Void by itself on ^20 November, 09:05^ (in 23 hours). Money that comes later goes back by itself.",
                (),
            ),
        ),
        (
            (
                "¥128.00 还没有付",
                "请在 ^11 月 20 日 09:05^（23 小时后）前付款，否则订单关闭，茶饼重新上架。",
                (("支付 ¥128.00", "main"), ("取消", "link")),
            ),
            ("¥128.00 还没有付", "先不要发货。林月可在 ^11 月 20 日 09:05^（23 小时后）前付款，钱一到马上告诉您。", ()),
            ("等待 ¥128.00 到账", "^11 月 20 日 09:05^（23 小时后）自动作废，之后到的钱自动退回。", ()),
        ),
    ),
)

TO_SHIP = Sample(
    "held",
    ("Held, to ship", "已付款，待发货"),
    (("held", "¥128.00", True),),
    (("paid 19 Nov", "since 09:12", "ships by 22 Nov"), ("11 月 19 日付款", "09:12 起", "11 月 22 日前发货")),
    (
        (
            (
                "¥128.00 is held",
                (
                    "Wang’s Tea ships by ^22 November, 09:12^ (in 2 days). "
                    "Later than that, you may cancel at once and are paid back in full."
                ),
                (("Ask to cancel", "alt"), ("Write to the shop", "link")),
            ),
            (
                "¥128.00 is held for you",
                "Ship by ^22 November, 09:12^ (in 2 days). Unshipped on 29 November, 09:12, it is refunded by itself.",
                (("I have shipped it", "main"), ("I cannot send it", "link")),
            ),
            (
                "¥128.00 is held",
                "Seller to ship by ^22 November, 09:12^ (in 2 days); refunded by itself on 29 November, 09:12.",
                (("Open in the books", "link"),),
            ),
        ),
        (
            (
                "¥128.00 由担保代管",
                "王家茶园在 ^11 月 22 日 09:12^（2 天后）前发货。超过这个时间，您可以马上取消，全额退款。",
                (("申请取消", "alt"), ("给店铺留言", "link")),
            ),
            (
                "¥128.00 正为您代管",
                "请在 ^11 月 22 日 09:12^（2 天后）前发货。到 11 月 29 日 09:12 仍未发货，自动退款。",
                (("我已发货", "main"), ("发不了货", "link")),
            ),
            (
                "¥128.00 代管中",
                "卖家须在 ^11 月 22 日 09:12^（2 天后）前发货，11 月 29 日 09:12 自动退款。",
                (("查看账目", "link"),),
            ),
        ),
    ),
)

COUNTING = Sample(
    "counting",
    ("Shipped, counting down", "已发货，倒计时"),
    (("held", "¥128.00", True),),
    (("delivered 26 Nov", "since 19 Nov", "3 Dec, 14:20"), ("11 月 26 日签收", "11 月 19 日起", "12 月 3 日 14:20")),
    (
        (
            (
                "¥128.00 is held",
                "Unless you confirm or report a problem, it goes to Wang’s Tea on ^3 December, 14:20^ (in 6 days).",
                (("I have it. Pay the shop", "main"), ("Report a problem", "link")),
            ),
            (
                "¥128.00 is held for you",
                (
                    "Unless Lin Yue reports a problem, it is yours on ^3 December, 14:20^ (in 6 days), "
                    "or as soon as she confirms."
                ),
                (("Give more time", "alt"),),
            ),
            (
                "¥128.00 is held",
                (
                    "Released by itself on ^3 December, 14:20^ (in 6 days). "
                    "Notice to the buyer: delivered 26 November, 14:21."
                ),
                (("Open in the books", "link"),),
            ),
        ),
        (
            (
                "¥128.00 由担保代管",
                "如果您没有确认收货，也没有提出问题，钱将在 ^12 月 3 日 14:20^（6 天后）付给王家茶园。",
                (("已收到，没问题", "main"), ("有问题要说", "link")),
            ),
            (
                "¥128.00 正为您代管",
                "如果林月没有提出问题，^12 月 3 日 14:20^（6 天后）归您；她一确认就归您。",
                (("多给几天", "alt"),),
            ),
            (
                "¥128.00 代管中",
                "^12 月 3 日 14:20^（6 天后）自动放款。已通知买家：11 月 26 日 14:21 送达。",
                (("查看账目", "link"),),
            ),
        ),
    ),
    ("6 days left", "还剩 6 天"),
    0.488,
    12,
)

FROZEN = Sample(
    "frozen",
    ("Claim open, frozen", "售后中，已冻结"),
    (("held", "¥128.00", True),),
    (("claimed 27 Nov", "frozen", "answers by 2 Dec"), ("11 月 27 日申请", "已冻结", "12 月 2 日前答复")),
    (
        (
            (
                "¥128.00 is frozen",
                (
                    "You reported “broken”. Wang’s Tea answers by ^2 December, 09:50^ (in 5 days). "
                    "If it does not, your claim is accepted and you are paid back."
                ),
                (("Change my claim", "alt"), ("Withdraw it", "link")),
            ),
            (
                "¥128.00 is frozen",
                (
                    "Lin Yue says it came broken and asks for *¥128.00*. Answer by ^2 December, 09:50^ (in 5 days). "
                    "No answer means you agree."
                ),
                (("Answer the claim", "main"), ("Write to her", "link")),
            ),
            (
                "¥128.00 is frozen",
                (
                    "Claim C-2207, broken, whole order. Seller silence on ^2 December, 09:50^ (in 5 days) refunds it. "
                    "Nothing for the desk to do."
                ),
                (("Read the claim", "link"),),
            ),
        ),
        (
            (
                "¥128.00 已冻结",
                "您反映“破损”。王家茶园须在 ^12 月 2 日 09:50^（5 天后）前答复；不答复即视为同意，全额退给您。",
                (("修改申请", "alt"), ("撤回", "link")),
            ),
            (
                "¥128.00 已冻结",
                "林月说收到时已破损，要求退 *¥128.00*。请在 ^12 月 2 日 09:50^（5 天后）前答复，不答复视为同意。",
                (("答复", "main"), ("给她留言", "link")),
            ),
            (
                "¥128.00 已冻结",
                "售后 C-2207，破损，整单。卖家到 ^12 月 2 日 09:50^（5 天后）不答复即退款。客服无事可做。",
                (("查看申请", "link"),),
            ),
        ),
    ),
    ("clock stopped", "计时停止"),
)
