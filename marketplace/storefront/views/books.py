"""Our books, as far as everybody may see them."""

import csv

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from marketplace.trade import by_hand_count, custody_count, times
from marketplace.trade.charts import Chart, Column, draw_columns, money_axis
from marketplace.trade.custody_count import Day


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """What is held now, what lies in the bank for it, and thirty days."""
    now = clock.now()
    count = custody_count.count()
    days = custody_count.days(count.held, now)
    context = {
        "now": now,
        "count": count,
        "days": days,
        "chart": _chart(days),
        "kinds": [("held", _("held"))],
        "by_hand": by_hand_count.written(now),
        "windows": by_hand_count.WINDOWS,
        "currency": settings.CURRENCY,
    }
    return render(request, "storefront/books.html", context)


@require_safe
def books_csv(_request: HttpRequest) -> HttpResponse:
    """The thirty days, today first; amounts in the currency's main unit."""
    days = custody_count.days(custody_count.count().held, clock.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="our-books.csv"'
    rows = csv.writer(answer)
    rows.writerow(["day", "currency", "came_in", "to_shops", "to_buyers", "held_at_end"])
    for day in days:
        amounts = (day.kept, day.to_shops, day.to_buyers, day.held)
        rows.writerow([day.day.isoformat(), settings.CURRENCY, *(str(amount.major) for amount in amounts)])
    return answer


def _chart(days: list[Day]) -> Chart:
    """What was held at the end of each day, oldest first."""
    columns = [Column(times.below(day.day), (("held", day.held.minor),)) for day in reversed(days)]
    return draw_columns(columns, money_axis(settings.CURRENCY))
