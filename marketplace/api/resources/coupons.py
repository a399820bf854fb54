"""A shop's coupons, and what operators do with the platform's promotions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import TAG as DESK
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.resources.my_shop import Selling
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import coupons as shapes
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, decline_promotion, propose_promotion
from marketplace.coupons.models import Coupon
from marketplace.trade import coupon_words

TAG = "Coupons"


def _coupons(found: list[Coupon], now: datetime) -> Any:
    return shapes.CouponRow([shapes.coupon_row(row) for row in coupon_words.rows(found, now)], many=True).data


class Couponing(Selling):
    """For who has a shop."""

    @property
    def actor(self) -> Actor:
        return Actor(Role.SELLER, self.user.pk)

    @property
    def coupons(self) -> QuerySet[Coupon]:
        """Those of the shop. Raises Http404."""
        return Coupon.objects.filter(shop=self.shop)

    def shown(self, number: int, now: datetime) -> Any:
        """One of them. Raises Http404 for everybody else's."""
        (row,) = _coupons([get_object_or_404(self.coupons, pk=number)], now)
        return row


class Coupons(Couponing):
    @operation(
        "list_coupons",
        "Your coupons, latest first",
        tag=TAG,
        answer=page_of(shapes.CouponRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        now = clock.now()
        return Response(Pages("-pk").take(self.coupons, request, lambda page: _coupons(page, now)))

    @operation(
        "make_coupon",
        "Make a coupon",
        tag=TAG,
        takes=shapes.NewCoupon,
        answer=shapes.CouponRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        asked = shapes.NewCoupon(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.act(
            lambda now: self.shown(make_coupon(shop, asked.terms(now), now=now, actor=self.actor).pk, now), status=201
        )


class OneCoupon(Couponing):
    @operation("read_coupon", "One of your coupons, and how it does", tag=TAG, answer=shapes.CouponRow)
    def get(self, request: Request, number: int) -> Response:
        return Response(self.shown(number, clock.now()))


class CouponState(Couponing):
    @operation(
        "switch_coupon",
        "Pause a coupon, or let it count again",
        tag=TAG,
        takes=shapes.Counts,
        answer=shapes.CouponRow,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        now, found = clock.now(), get_object_or_404(self.coupons, pk=number)
        asked = self.body(shapes.Counts)
        change = resume_coupon if asked["on"] else pause_coupon
        change(found.pk, now=now, actor=self.actor)
        return Response(self.shown(number, now))


def promotions() -> QuerySet[Coupon]:
    return Coupon.objects.filter(shop=None).select_related("made_by", "agreed_by")


class Promoting(AtTheDesk):
    """What the platform gives away."""

    def rows(self, found: list[Coupon], now: datetime) -> Any:
        rows = [shapes.promotion_row(row, self.user.pk) for row in coupon_words.rows(found, now)]
        return shapes.PromotionRow(rows, many=True).data

    def shown(self, number: int, now: datetime) -> Any:
        """One of them. Raises Http404."""
        (row,) = self.rows([get_object_or_404(promotions(), pk=number)], now)
        return row


class Promotions(Promoting):
    @operation(
        "list_promotions",
        "What the platform gives away, latest first",
        tag=DESK,
        answer=page_of(shapes.PromotionRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        now = clock.now()
        return Response(Pages("-pk").take(promotions(), request, lambda page: self.rows(page, now)))

    @operation(
        "propose_promotion",
        "Have the platform give something away; above a set budget another operator agrees",
        tag=DESK,
        takes=shapes.NewPromotion,
        answer=shapes.PromotionRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = shapes.NewPromotion(data=request.data)
        asked.is_valid(raise_exception=True)
        reason = asked.validated_data["reason"]

        def propose(now: datetime) -> Any:
            given, currency = asked.terms(now), settings.CURRENCY
            return self.shown(propose_promotion(given, reason, currency=currency, now=now, actor=self.actor).pk, now)

        return self.act(propose, status=201)


class OnePromotion(Promoting):
    @operation("read_promotion", "One promotion, and how it does", tag=DESK, answer=shapes.PromotionRow)
    def get(self, request: Request, number: int) -> Response:
        return Response(self.shown(number, clock.now()))


Do = Callable[..., Coupon]
#: Where it is POSTed -> the act, and its name and summary.
PROMOTION_ACTS: dict[str, tuple[Do, str, str]] = {
    "agreement": (agree_to_promotion, "agree_to_promotion", "Agree with a promotion: it counts from now on"),
    "refusal": (decline_promotion, "decline_promotion", "Turn a promotion down"),
    "pause": (pause_coupon, "pause_promotion", "Pause a promotion"),
    "resumption": (resume_coupon, "resume_promotion", "Let a promotion count again"),
}


def act_on_promotion(place: str) -> type[Promoting]:
    """The resource of one act."""
    do, name, summary = PROMOTION_ACTS[place]

    class Act(Promoting):
        @operation(name, summary, tag=DESK, answer=shapes.PromotionRow, method="post")
        def post(self, request: Request, number: int) -> Response:
            found = get_object_or_404(promotions(), pk=number)

            def act(now: datetime) -> Any:
                do(found.pk, now=now, actor=self.actor)
                return self.shown(found.pk, now)

            return self.act(act)

    return Act
