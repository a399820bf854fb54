"""What is counted: the public books, our rulings, a shop's record, and how one's own shop goes."""

from typing import Any

from rest_framework import serializers

from marketplace.api.serializers.amounts import Amount
from marketplace.api.serializers.choice import Choice
from marketplace.trade.by_hand_count import Written
from marketplace.trade.custody_count import Count
from marketplace.trade.periods import PERIODS
from marketplace.trade.record import Record
from marketplace.trade.shop_numbers import Piece

DAYS = [period.days for period in PERIODS]


class LookedBack(serializers.Serializer[Any]):
    """So many days are looked back over, today included."""

    days = Choice(DAYS, required=False)


class BookDay(serializers.Serializer[Any]):
    """What came in, went to shops and went back to buyers on a day, and what was held at its end."""

    day = serializers.DateField()
    kept = Amount()
    to_shops = Amount()
    to_buyers = Amount()
    held = Amount()


class HandCount(serializers.Serializer[Any]):
    """So many times in the last `days`, and how much in all."""

    days = serializers.IntegerField()
    times = serializers.IntegerField()
    amount = Amount()


class HandKind(serializers.Serializer[Any]):
    name = serializers.CharField()
    counts = HandCount(many=True)


class HandRefused(serializers.Serializer[Any]):
    days = serializers.IntegerField()
    times = serializers.IntegerField()


class OurBooks(serializers.Serializer[Any]):
    """`held` belongs to so many `orders`; `owed` is all that is kept or due to anybody, `bank` what lies there for it,
    `spare` the host's own. `by_hand`: what two operators wrote into the books, `by_hand_refused` what the second one
    turned down.
    """

    held = Amount()
    orders = serializers.IntegerField()
    owed = Amount()
    bank = Amount()
    spare = Amount()
    covered = serializers.BooleanField()
    days = BookDay(many=True)
    by_hand = HandKind(many=True)
    by_hand_refused = HandRefused(many=True)


class RulingWindow(serializers.Serializer[Any]):
    """The last `days`. Of what was decided (`ruled` or `by_default`), `in_time` within the promise, the middle one
    after `median_days`. Of `appeals` we ruled on, `overturned`; on `stood` we did not rule in time.
    """

    days = serializers.IntegerField()
    ruled = serializers.IntegerField()
    by_default = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True)
    in_time = serializers.IntegerField()
    appeals = serializers.IntegerField()
    overturned = serializers.IntegerField()
    stood = serializers.IntegerField()


class OurRulings(serializers.Serializer[Any]):
    """`waiting` lie with us now, `overdue` of these longer than promised."""

    windows = RulingWindow(many=True)
    waiting = serializers.IntegerField()
    overdue = serializers.IntegerField()


class ClaimTally(serializers.Serializer[Any]):
    opened = serializers.IntegerField()
    agreed = serializers.IntegerField()
    upheld = serializers.IntegerField()
    rejected = serializers.IntegerField()
    dropped = serializers.IntegerField()


class StarCount(serializers.Serializer[Any]):
    stars = serializers.IntegerField()
    reviews = serializers.IntegerField()


class ShopRecord(serializers.Serializer[Any]):
    """Of the last `days`: paid `orders`, of these `late` ones; those the shop `called_off` or `never_shipped`; how its
    claims ended; reviews by stars. `rating` is the weighted mean in hundredths of a star, null without a review.
    """

    days = serializers.IntegerField()
    orders = serializers.IntegerField()
    late = serializers.IntegerField()
    called_off = serializers.IntegerField()
    never_shipped = serializers.IntegerField()
    claims = ClaimTally()
    rating = serializers.IntegerField(allow_null=True)
    stars = StarCount(many=True)


class ShopPiece(serializers.Serializer[Any]):
    """A day or a week from `start`: paid orders, what came to you after our charge, new reviews; `rating` then."""

    start = serializers.DateField()
    orders = serializers.IntegerField()
    earned = Amount()
    reviews = serializers.IntegerField()
    rating = serializers.IntegerField(allow_null=True)


class ShopNumbers(serializers.Serializer[Any]):
    """The latest first; the first one is not over yet. `weekly`: each is a week from Monday."""

    days = serializers.IntegerField()
    weekly = serializers.BooleanField()
    pieces = ShopPiece(many=True)


def our_books(count: Count, days: list[Any], written: Written) -> dict[str, Any]:
    told = ("held", "orders", "owed", "bank", "spare", "covered")
    return {
        **{name: getattr(count, name) for name in told},
        "days": days,
        "by_hand": [
            {"name": str(kind.name), "counts": [_count(*one) for one in kind.counts]} for kind in written.kinds
        ],
        "by_hand_refused": [{"days": days_back, "times": times} for days_back, times in written.refused],
    }


def _count(days: int, times: int, amount: Any) -> dict[str, Any]:
    return {"days": days, "times": times, "amount": amount}


def shop_record(record: Record) -> dict[str, Any]:
    told = ("days", "orders", "late", "called_off", "never_shipped", "claims")
    return {
        **{name: getattr(record, name) for name in told},
        "rating": record.stars.rating.weighted,
        "stars": [{"stars": stars, "reviews": count} for stars, count in record.stars.bars],
    }


def shop_piece(piece: Piece) -> dict[str, Any]:
    told = ("start", "orders", "earned", "reviews")
    return {**{name: getattr(piece, name) for name in told}, "rating": piece.rating.weighted}
