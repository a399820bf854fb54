"""How the site goes: held, released, refunded, cover, and claims by age; drawn, as a table and as a file."""

import csv

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.money import format_money
from marketplace.staff.access import operator
from marketplace.trade import overview, times
from marketplace.trade.charts import Chart, Column, Point, draw_columns, draw_line, money_axis
from marketplace.trade.overview import Group, Piece
from marketplace.trade.periods import PERIODS, chosen


@require_safe
@operator
def page(request: HttpRequest) -> HttpResponse:
    """The period somebody chose, day by day or week by week, and the claims that are open now."""
    now = clock.now()
    period = chosen(request.GET.get("days", ""))
    site = overview.of_site(period, now)
    pieces = site.pieces
    context = {
        "now": now,
        "period": period,
        "periods": PERIODS,
        "pieces": pieces[::-1],
        "held": pieces[-1].held,
        "cover": pieces[-1].cover,
        "released": site.released,
        "refunded": site.refunded,
        "held_chart": _held(pieces),
        "left_chart": _left(pieces),
        "cover_chart": _cover(pieces),
        "left_key": (("avail", _("released to shops")), ("paid", _("refunded to buyers"))),
        "by_age": _bars(site.by_age),
        "by_state": _bars(site.by_state),
        "most": max(group.claims for group in (*site.by_age, *site.by_state)),
        "claims": site.claims,
        "asked": site.asked,
        "room": "overview",
    }
    return render(request, "staff/overview.html", context)


@require_safe
@operator
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers, latest first; amounts in the currency's main unit."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="overview.csv"'
    rows = csv.writer(answer)
    rows.writerow(["from", "currency", "released", "refunded", "held_at_end", "cover_at_end"])
    for piece in reversed(overview.pieces(chosen(request.GET.get("days", "")), clock.now())):
        amounts = (piece.released, piece.refunded, piece.held, piece.cover)
        rows.writerow([piece.start.isoformat(), settings.CURRENCY, *(amount.major for amount in amounts)])
    return answer


def _bars(groups: list[Group]) -> list[tuple[str, int, str]]:
    said = [f"{group.claims} · {format_money(group.asked)}" if group.claims else "0" for group in groups]
    return [(group.name, group.claims, words) for group, words in zip(groups, said, strict=True)]


def _held(pieces: list[Piece]) -> Chart:
    columns = [Column(times.below(piece.start), (("held", piece.held.minor),)) for piece in pieces]
    return draw_columns(columns, money_axis(settings.CURRENCY))


def _left(pieces: list[Piece]) -> Chart:
    """Both are flows of the same days: they may be stacked."""
    columns = [
        Column(times.below(piece.start), (("avail", piece.released.minor), ("paid", piece.refunded.minor)))
        for piece in pieces
    ]
    return draw_columns(columns, money_axis(settings.CURRENCY))


def _cover(pieces: list[Piece]) -> Chart:
    points = [Point(times.below(piece.start), piece.cover.minor) for piece in pieces]
    return draw_line(points, money_axis(settings.CURRENCY))
