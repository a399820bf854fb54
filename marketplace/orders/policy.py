"""What is promised to both sides of an order: read from the settings at placing, and never changed.

Orders of a month share a few policies. Each is one row (`StoredPolicy`) whose number follows from what it says, so an
order bears eight bytes of it, and who has read a policy once knows it for good: nothing else can have that number.
"""

import hashlib
import json
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple, Self

import orjson
from django.conf import settings
from django.core.signals import setting_changed

from core.reading import Question
from escrow.payments import gateways
from marketplace.catalog.models import Shop

#: The durations of a claim, under the names of the settings.
OF_CLAIMS = (
    "claim_answer_unshipped",
    "claim_answer_shipped",
    "offer_answer",
    "after_refusal",
    "return_shipping",
    "return_inspection",
    "evidence_window",
    "ruling_promise",
    "ruling_at_most",
    "appeal_window",
    "appeal_ruling_promise",
    "appeal_ruling_at_most",
    "reminder_claim",
)

#: What orders placed earlier were not promised in so many words.
LATER = (*OF_CLAIMS, "after_sale_window", "review_window", "reminder_review")


class Policy(NamedTuple):
    """Durations in seconds, rates in parts per 10,000; the timers of docs/states.md."""

    fee_rate: int
    pay_window: int
    ship_promise: int
    ship_grace: int
    inspection_tracked: int
    inspection_untracked: int
    resumed_at_least: int
    handed_over_again: int
    buyer_extension: int
    seller_extensions: tuple[int, ...]
    hold_cap: int
    custody_margin: int
    notice_share: tuple[int, int]
    notice_at_most: int
    reminders_pay: tuple[int, ...]
    reminders_ship: tuple[int, ...]
    reminders_inspection: tuple[int, ...]
    reminder_inspection_share: tuple[int, int]
    claim_answer_unshipped: int
    claim_answer_shipped: int
    offer_answer: int
    after_refusal: int
    return_shipping: int
    return_inspection: int
    evidence_window: int
    ruling_promise: int
    ruling_at_most: int
    appeal_window: int
    appeal_ruling_promise: int
    appeal_ruling_at_most: int
    reminder_claim: int
    after_sale_window: int
    review_window: int
    reminder_review: int

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """The policy as `StoredPolicy` keeps it (JSON). What an older order was not promised is as it is today."""
        values = stored | {name: tuple(stored[name]) for name in _LISTS if name in stored}
        if len(values) < len(cls._fields):
            values = {name: today for name, today in _for_all().items() if name in LATER} | values
        return cls(**values)

    def stored(self) -> dict[str, Any]:
        """The policy as JSON."""
        return self._asdict()

    @property
    def number(self) -> int:
        """The number of its row: 63 bits of what it says."""
        return _number(self)

    def notice_wait(self, window: timedelta) -> timedelta:
        """How long after proven notice a deadline with this window may take something from a person."""
        share, of = self.notice_share
        return max(timedelta(0), min(window * share / of, timedelta(seconds=self.notice_at_most)))


#: What JSON keeps as lists.
_LISTS = tuple(name for name, kind in Policy.__annotations__.items() if getattr(kind, "__origin__", None) is tuple)


def current(shop: Shop, gateway: str) -> Policy:
    """Today's policy for an order of `shop`, whose own promise may be shorter, that is paid through `gateway`."""
    return _current(shop.ship_promise, gateway, gateways.get(gateway).hold_cap)


# Shops promise up to 72 different numbers of hours; each look at Django's settings takes a microsecond.
@lru_cache(maxsize=256)
def _current(hours: int, gateway: str, hold_cap: int) -> Policy:
    return Policy(
        pay_window=gateways.pay_window(gateway),
        ship_promise=min(settings.SHIP_PROMISE, hours * settings.HOUR),
        hold_cap=hold_cap,
        reminders_pay=getattr(settings, f"REMINDERS_PAY_{gateway.upper()}", settings.REMINDERS_PAY),
        **_for_all(),
    )


@lru_cache(maxsize=256)
def numbered(number: int) -> Policy:
    """The policy of that number, asked of the database once. Raises LookupError when there is none."""
    if number not in _texts:
        row = _TEXT.first(number)
        if row is None:
            message = f"No policy has the number {number}."
            raise LookupError(message)
        _texts[number] = row[0]
    return Policy.read(orjson.loads(_texts[number]))


_TEXT = Question("read_policy", "SELECT content FROM orders_storedpolicy WHERE id = $1")
_63_BITS = 2**63 - 1
#: What is known to stand, or to be about to stand, under a number.
_texts: dict[int, str] = {}


@lru_cache(maxsize=256)
def _number(policy: Policy) -> int:
    return number_of(policy.stored())


def number_of(stored: dict[str, Any]) -> int:
    """The number under which this stands, or is about to stand (a policy as JSON): as the database's `policy_number`
    reckons it, which lets nothing else stand there.
    """
    # As jsonb is written: the shorter name first.
    text = json.dumps(dict(sorted(stored.items(), key=lambda item: (len(item[0]), item[0]))))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) & _63_BITS
    _texts[number] = text
    return number


@cache
def _for_all() -> dict[str, Any]:
    """What is promised whoever sells and however is paid."""
    return {
        "fee_rate": settings.FEE_RATE,
        "ship_grace": settings.SHIP_GRACE,
        "inspection_tracked": settings.INSPECTION_TRACKED,
        "inspection_untracked": settings.INSPECTION_UNTRACKED,
        "resumed_at_least": settings.INSPECTION_RESUMED_AT_LEAST,
        "handed_over_again": settings.PARCEL_HANDED_OVER_AGAIN,
        "buyer_extension": settings.BUYER_EXTENSION,
        "seller_extensions": settings.SELLER_EXTENSIONS,
        "custody_margin": settings.CUSTODY_MARGIN,
        "notice_share": settings.NOTICE_SHARE,
        "notice_at_most": settings.NOTICE_AT_MOST,
        "reminders_ship": settings.REMINDERS_SHIP,
        "reminders_inspection": settings.REMINDERS_INSPECTION,
        "reminder_inspection_share": settings.REMINDER_INSPECTION_SHARE,
        **{name: getattr(settings, name.upper()) for name in LATER},
    }


def _forget(**_what: object) -> None:
    for kept in (_for_all, _current, numbered):
        kept.cache_clear()


# Only a test changes them while the site runs.
setting_changed.connect(_forget)
