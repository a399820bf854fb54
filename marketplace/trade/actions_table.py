"""What may be done about an order, by whom, until when, and what follows. Pages, mail and the API read this table.

A row offers one act to one role in one status (where `only` holds, when it has one). If `unless` gives words, the act
is shown as not possible yet (or any more) with these words as the reason. The actions themselves refuse on their own:
this table only says beforehand what they would say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from core.money import format_money
from marketplace.orders import promises
from marketplace.orders.models import Order
from marketplace.trade import times
from marketplace.trade.custody import Style
from marketplace.trade.facts import Facts, gather
from marketplace.trade.status import Status

Words = Callable[[Facts, datetime], str]
When = Callable[[Facts, datetime], datetime | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: see the module."""

    status: Status
    role: Role
    action: str
    label: Promise
    if_you: Promise
    consequence: Words
    due: When
    style: Style = "link"
    unless: Words | None = None
    only: Callable[[Facts], bool] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a person can do until `due_at` with `consequence`; not now when `blocked_reason` says why not."""

    action: str
    label: str
    if_you: str
    consequence: str
    due_at: datetime | None = None
    blocked_reason: str = ""
    style: Style = "link"


def _kept(facts: Facts) -> str:
    return format_money(facts.kept, get_language() or "en")


def _to_pay(facts: Facts) -> str:
    return format_money(facts.to_pay, get_language() or "en")


def _due(kind: str) -> When:
    return lambda facts, _now: facts.due(kind)


def _promise(facts: Facts, _now: datetime) -> datetime | None:
    return facts.promise


def _paying(facts: Facts, _now: datetime) -> str:
    return gettext("The money is held here. It goes to %(shop)s only after the goods arrived.") % {
        "shop": facts.order.shop.shown_name
    }


def _closing_unpaid(_facts: Facts, _now: datetime) -> str:
    return gettext("The order closes and the goods go back on sale. Nothing is charged.")


def _paid_back(facts: Facts, _now: datetime) -> str:
    return gettext("The order closes at once and %(amount)s goes back the way it was paid.") % {"amount": _kept(facts)}


def _seller_cancels(facts: Facts, _now: datetime) -> str:
    return gettext("%(amount)s goes back to the buyer at once, with your reason. It counts in your record.") % {
        "amount": _kept(facts)
    }


def _confirming(facts: Facts, _now: datetime) -> str:
    return gettext("The %(amount)s goes to %(shop)s at once. That is final.") % {
        "amount": _kept(facts),
        "shop": facts.order.shop.shown_name,
    }


def _extending(facts: Facts, now: datetime) -> str:
    due, span = facts.due("release"), facts.span("buyer_extension")
    if due is None:
        return ""
    return gettext("Once, %(days)s days more: the new date is %(date)s.") % {
        "days": span.days,
        "date": times.absolute(min(max(due, now) + span, promises.cap_at(facts.order, facts.hold)), now),
    }


def _giving_time(_facts: Facts, _now: datetime) -> str:
    return gettext("The buyer gets more days to look at the goods. The money comes to you that much later.")


def _packing(_facts: Facts, _now: datetime) -> str:
    return gettext("From then on the buyer cannot cancel until the promised time has passed.")


def _shipping(facts: Facts, _now: datetime) -> str:
    days = facts.span("inspection_tracked").days
    return gettext("The buyer is told. %(days)s days after the courier delivered it, the money is yours.") % {
        "days": days
    }


def _shipping_again(_facts: Facts, _now: datetime) -> str:
    return gettext("The buyer is told, and the clock runs on.")


def _naming_an_account(_facts: Facts, _now: datetime) -> str:
    return gettext("Two of our people check it and send the money there.")


def _no_due(_facts: Facts, _now: datetime) -> None:
    return None


def _is_rejected(facts: Facts) -> bool:
    return bool(facts.stuck)


def _is_astray(facts: Facts) -> bool:
    return facts.astray


def _being_packed(facts: Facts, now: datetime) -> str:
    """Between packing and the promise a buyer cannot cancel yet, and is told when."""
    if facts.promise is None or facts.promise_passed(now):
        return ""
    return gettext("It is being packed. You can cancel from %(date)s if it has not been shipped by then.") % {
        "date": times.absolute(facts.promise, now)
    }


def _extended_before(facts: Facts, now: datetime) -> str:
    if facts.order.extended_at is not None:
        return gettext("You have had your extra days.")
    return _no_clock(facts, now)


def _no_clock(facts: Facts, _now: datetime) -> str:
    due = facts.due("release")
    if due is None:
        return gettext("No clock is running that could be moved.")
    at_its_end = due >= promises.cap_at(facts.order, facts.hold)
    return gettext("The money cannot be held any longer than that.") if at_its_end else ""


BUYER, SELLER = Role.BUYER, Role.SELLER
_CANCEL, _IF_CANCEL = _("Cancel the order"), _("If you cancel")
_SHIP, _IF_SHIP = _("I have shipped it"), _("When you ship")
_AGAIN, _IF_AGAIN = _("I have sent it again"), _("When you send it again")
_CANNOT, _IF_CANNOT = _("I cannot send it"), _("If you cannot send it")
#: Money that is out of keeping and did not arrive: its buyer may act whatever the order waits for, frozen or not.
NAME_ACCOUNT = "name_account"
_ACCOUNT, _IF_ACCOUNT = _("Name a bank account for your refund"), _("If you name a bank account")

TABLE: tuple[Rule, ...] = (
    Rule(Status.TO_PAY, BUYER, "pay", _("Pay %(amount)s"), _("When you pay"), _paying, _due("pay"), "main"),
    Rule(Status.TO_PAY, BUYER, "cancel", _CANCEL, _IF_CANCEL, _closing_unpaid, _due("pay")),
    Rule(Status.TO_SHIP, BUYER, "cancel", _CANCEL, _IF_CANCEL, _paid_back, _due("ship_latest"), "alt"),
    Rule(Status.PACKING, BUYER, "cancel", _CANCEL, _IF_CANCEL, _paid_back, _due("ship_latest"), "alt", _being_packed),
    Rule(
        Status.SHIPPED,
        BUYER,
        "confirm",
        _("I have it. Pay %(shop)s"),
        _("If you confirm"),
        _confirming,
        _due("release"),
        "main",
    ),
    Rule(
        Status.SHIPPED,
        BUYER,
        "extend",
        _("I need more time"),
        _("If you need time"),
        _extending,
        _due("release"),
        "alt",
        _extended_before,
    ),
    Rule(
        Status.CLOSED,
        BUYER,
        NAME_ACCOUNT,
        _("Name a bank account"),
        _IF_ACCOUNT,
        _naming_an_account,
        _no_due,
        "main",
        only=_is_rejected,
    ),
    *(
        Rule(status, BUYER, NAME_ACCOUNT, _ACCOUNT, _IF_ACCOUNT, _naming_an_account, _no_due, "alt", only=_is_rejected)
        for status in Status
        if status != Status.CLOSED
    ),
    Rule(Status.TO_SHIP, SELLER, "ship", _SHIP, _IF_SHIP, _shipping, _promise, "main"),
    Rule(
        Status.TO_SHIP,
        SELLER,
        "start_packing",
        _("Mark as being packed"),
        _("When you start packing"),
        _packing,
        _promise,
        "alt",
    ),
    Rule(Status.TO_SHIP, SELLER, "cancel", _CANNOT, _IF_CANNOT, _seller_cancels, _due("ship_latest")),
    Rule(Status.PACKING, SELLER, "ship", _SHIP, _IF_SHIP, _shipping, _promise, "main"),
    Rule(Status.PACKING, SELLER, "cancel", _CANNOT, _IF_CANNOT, _seller_cancels, _due("ship_latest")),
    Rule(
        Status.SHIPPED,
        SELLER,
        "ship",
        _AGAIN,
        _IF_AGAIN,
        _shipping_again,
        _due("handed_over_again"),
        "main",
        only=_is_astray,
    ),
    Rule(
        Status.SHIPPED,
        SELLER,
        "extend",
        _("Give more time"),
        _("If you give more time"),
        _giving_time,
        _due("release"),
        "alt",
        _no_clock,
    ),
)


def offers(facts: Facts, role: Role, now: datetime) -> tuple[Offer, ...]:
    """What `role` is offered about an order at `now`. Under a freeze nothing that touches what is held."""
    return tuple(
        Offer(
            action=rule.action,
            label=str(rule.label) % {"amount": _to_pay(facts), "shop": facts.order.shop.shown_name},
            if_you=str(rule.if_you),
            consequence=rule.consequence(facts, now),
            due_at=rule.due(facts, now),
            blocked_reason=rule.unless(facts, now) if rule.unless else "",
            style=rule.style,
        )
        for rule in TABLE
        if (rule.status, rule.role) == (facts.status, role)
        and (rule.only is None or rule.only(facts))
        and (not facts.frozen or rule.action == NAME_ACCOUNT)
    )


def available_actions(order: Order, viewer_role: Role, now: datetime) -> tuple[Offer, ...]:
    """As `offers`, for an order read by `with_facts`."""
    return offers(gather([order])[0], viewer_role, now)
