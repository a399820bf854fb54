"""How the shop goes: orders, earnings and its rating over time, drawn, as a table and as a file."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.money import Money
from marketplace.trade import shop_numbers, times
from marketplace.trade.charts import Chart, Column, Point, count_axis, draw_columns, draw_line, money_axis, stars_axis
from marketplace.trade.periods import PERIODS, chosen
from marketplace.trade.shop_numbers import Piece
from sellers.access import SellerRequest, seller


@seller
@require_safe
def page(request: SellerRequest) -> HttpResponse:
    """The period somebody chose, day by day or week by week."""
    now, shop = clock.now(), request.shop
    period = chosen(request.GET.get("days", ""))
    pieces = shop_numbers.pieces(shop, period, now)
    context = {
        "now": now,
        "shop": shop,
        "period": period,
        "periods": PERIODS,
        "pieces": pieces[::-1],
        "orders": sum(piece.orders for piece in pieces),
        "earned": sum((piece.earned for piece in pieces), Money(0, shop.currency)),
        "reviews": sum(piece.reviews for piece in pieces),
        "rating": pieces[-1].rating,
        "orders_chart": _orders(pieces),
        "earned_chart": _earned(pieces, shop.currency),
        "rating_chart": _rating(pieces),
    }
    return render(request, "sellers/numbers.html", context)


@seller
@require_safe
def as_csv(request: SellerRequest) -> HttpResponse:
    """The same numbers, latest first; amounts in the currency's main unit, the rating in stars."""
    pieces = shop_numbers.pieces(request.shop, chosen(request.GET.get("days", "")), clock.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    rows = csv.writer(answer)
    rows.writerow(["from", "orders", "currency", "earned", "reviews", "rating"])
    for piece in reversed(pieces):
        earned, weighted = piece.earned, piece.rating.weighted
        rating = "" if weighted is None else f"{weighted / 100:.2f}"
        rows.writerow([piece.start.isoformat(), piece.orders, earned.currency, earned.major, piece.reviews, rating])
    return answer


def _orders(pieces: list[Piece]) -> Chart:
    columns = [Column(times.below(piece.start), (("avail", piece.orders),)) for piece in pieces]
    return draw_columns(columns, count_axis())


def _earned(pieces: list[Piece], currency: str) -> Chart:
    columns = [Column(times.below(piece.start), (("avail", piece.earned.minor),)) for piece in pieces]
    return draw_columns(columns, money_axis(currency))


def _rating(pieces: list[Piece]) -> Chart:
    return draw_line([Point(times.below(piece.start), piece.rating.weighted) for piece in pieces], stars_axis())
