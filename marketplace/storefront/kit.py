"""The page of pieces, at /kit/ in the demo only: every piece of the look in one place, to be looked at and tested.

`?dir=rtl` sets the pieces from right to left.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.money import Money
from marketplace.storefront.kit_endings import CLAIMED, REFUNDED, RELEASED, SPLIT, VOID
from marketplace.storefront.kit_form import SampleForm, sign_in_form
from marketplace.storefront.kit_lines import arabic, sections, stress
from marketplace.storefront.kit_samples import COUNTING, FROZEN, TO_SHIP, UNPAID
from marketplace.storefront.kit_words import order_line, words
from marketplace.trade.charts import Column, Point, draw_columns, draw_line, money_axis, stars_axis

#: The moment of the samples, so that the page is the same every day.
NOW = datetime(2026, 11, 26, 6, 20, tzinfo=UTC)
#: Week, available, held, paid out; minor units of CNY.
WEEKS = (
    ("12/10", 180_000, 280_000, 510_000),
    ("19/10", 140_000, 310_000, 410_000),
    ("26/10", 170_000, 360_000, 390_000),
    ("2/11", 120_000, 540_000, 440_000),
    ("9/11", 260_000, 680_000, 510_000),
    ("16/11", 310_000, 590_000, 660_000),
    ("23/11", 230_000, 490_000, 200_000),
)
#: What was read off in each of them, in hundredths of a star.
STARS = (None, 410, 430, None, 450, 440, 460)
SAMPLES = (UNPAID, TO_SHIP, COUNTING, FROZEN, RELEASED, CLAIMED, REFUNDED, SPLIT, VOID)


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """Every piece of the look. 404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    chinese = (get_language() or "en").startswith("zh")
    yuan = money_axis("CNY")
    context: dict[str, Any] = {
        "now": NOW,
        "rtl": request.GET.get("dir") == "rtl",
        "w": words(chinese=chinese),
        "order": order_line(NOW, chinese=chinese),
        "sections": sections(SAMPLES, chinese=chinese),
        "arabic": arabic(),
        "stress": stress(chinese=chinese),
        "form": _returned_form(),
        "door": sign_in_form(),
        "page": Paginator(range(1, 240), 24).page(3),
        "charges": [(name, Money(minor, "CNY")) for name, minor in words(chinese=chinese)["charges"]],
        "total": Money(12800, "CNY"),
        "price": Money(11800, "CNY"),
        "long_price": Money(123456700, "CNY"),
        "entries": _journal(),
        "t_rows": [
            (Money(12800, "CNY"), None, "hold:42:release"),
            (None, Money(12800, "CNY"), "hold:42:fund"),
        ],
        "standing": draw_columns([Column(day, (("avail", a), ("held", h))) for day, a, h, _out in WEEKS], yuan),
        "flowing": draw_columns([Column(day, (("paid", out),)) for day, _a, _h, out in WEEKS], yuan),
        "read_off": draw_line(
            [Point(week[0], stars) for week, stars in zip(WEEKS, STARS, strict=True)],
            stars_axis(),
        ),
        "zero": Money(0, "CNY"),
        "soon": NOW + timedelta(hours=6),
        "past": NOW - timedelta(hours=15),
        "later": NOW + timedelta(days=3),
    }
    return render(request, "kit/kit.html", context)


def _returned_form() -> SampleForm:
    """A form that came back with two things to put right."""
    return SampleForm(
        {"name": "Lin Yue", "telephone": "138 0571 204", "tracking": "SF149200683", "way": "post"}, auto_id="kit_%s"
    )


def _journal() -> list[SimpleNamespace]:
    """Two entries of one order's journal."""

    def posting(debit: str, credit: str, minor: int) -> SimpleNamespace:
        return SimpleNamespace(debit=debit, credit=credit, amount=Money(minor, "CNY"))

    return [
        SimpleNamespace(
            key="hold:42:fund", at=NOW - timedelta(days=7), postings=[posting("payment:17", "hold:42", 12800)]
        ),
        SimpleNamespace(
            key="hold:42:release",
            at=NOW,
            postings=[posting("hold:42", "payable:wang", 12672), posting("hold:42", "income:fees", 128)],
        ),
    ]
