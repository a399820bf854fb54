"""The public books, our rulings, a shop's record, and how one's own shop goes."""

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from marketplace.api.resource import Resource
from marketplace.api.resources.goods import Open
from marketplace.api.resources.money import Earning
from marketplace.api.schema import operation
from marketplace.api.serializers import figures as shapes
from marketplace.catalog.models import Shop
from marketplace.trade import by_hand_count, custody_count, ruling_numbers, shop_numbers
from marketplace.trade.periods import PERIODS, Period, chosen
from marketplace.trade.record import record_of

TAG = "In public"


class OurBooks(Open):
    @operation("read_our_books", "What is held now, and what came and went", tag=TAG, answer=shapes.OurBooks)
    def get(self, request: Request) -> Response:
        now, count = clock.now(), custody_count.count()
        found = shapes.our_books(count, custody_count.days(count.held, now), by_hand_count.written(now))
        return Response(shapes.OurBooks(found).data)


class OurRulings(Open):
    @operation("read_our_rulings", "How we ruled, how fast, how often wrong", tag=TAG, answer=shapes.OurRulings)
    def get(self, request: Request) -> Response:
        now = clock.now()
        lying = ruling_numbers.waiting(now)
        told = {"windows": ruling_numbers.windows(now), "waiting": lying.claims, "overdue": lying.overdue}
        return Response(shapes.OurRulings(told).data)


class LookingBack(Resource):
    def period(self, usual: Period) -> Period:
        """The one that `days` names, else the usual one."""
        return chosen(str(self.query(shapes.LookedBack).get("days", usual.days)))


class RecordOfShop(LookingBack, Open):
    @operation(
        "read_record",
        "A shop’s record: in time, called off, claims, stars",
        tag=TAG,
        answer=shapes.ShopRecord,
        query=[shapes.LookedBack],
    )
    def get(self, request: Request, slug: str) -> Response:
        shop, period = get_object_or_404(Shop, slug=slug), self.period(PERIODS[-1])
        return Response(shapes.ShopRecord(shapes.shop_record(record_of(shop, period.days, clock.now()))).data)


class OwnNumbers(LookingBack, Earning):
    @operation(
        "read_numbers",
        "How your shop goes: orders, earnings, rating",
        tag="Your shop",
        answer=shapes.ShopNumbers,
        query=[shapes.LookedBack],
    )
    def get(self, request: Request) -> Response:
        shop, period = self.shop, self.period(PERIODS[0])
        pieces = shop_numbers.pieces(shop, period, clock.now())
        told = {"days": period.days, "weekly": period.weekly}
        return Response(
            shapes.ShopNumbers({**told, "pieces": [shapes.shop_piece(one) for one in reversed(pieces)]}).data
        )
