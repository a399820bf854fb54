"""What may be done about an order, by whom, until when, and what follows. Pages, mail and the API read this table.

A row offers one act to one role in one status (where `only` holds, when it has one). If `unless` gives words, the act
is shown as not possible yet (or any more) with these words as the reason. The actions themselves refuse on their own:
this table only says beforehand what they would say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from core.money import format_money
from marketplace.orders.models import Order
from marketplace.trade import consequences as then
from marketplace.trade import review_rules as reviewing
from marketplace.trade.claim_verbs import claim_offers
from marketplace.trade.custody import Style
from marketplace.trade.facts import Facts, gather
from marketplace.trade.offers import Offer
from marketplace.trade.paying import closed_way
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
    only: Callable[[Facts, datetime], bool] | None = None


def _to_pay(facts: Facts) -> str:
    return format_money(facts.to_pay, get_language() or "en")


def _due(kind: str) -> When:
    return lambda facts, _now: facts.due(kind)


def _promise(facts: Facts, _now: datetime) -> datetime | None:
    return facts.promise


def _no_due(_facts: Facts, _now: datetime) -> None:
    return None


BUYER, SELLER = Role.BUYER, Role.SELLER
_CANCEL, _IF_CANCEL = _("Cancel the order"), _("If you cancel")
_SHIP, _IF_SHIP = _("I have shipped it"), _("When you ship")
_AGAIN, _IF_AGAIN = _("I have sent it again"), _("When you send it again")
_CANNOT, _IF_CANNOT = _("I cannot send it"), _("If you cannot send it")
_CLAIM, _IF_CLAIM = _("Ask for money back"), _("If you ask for money back")
_REPORT, _IF_REPORT = _("Report a problem"), _("If something is wrong")
#: Money that is out of keeping and did not arrive: its buyer may act whatever the order waits for, frozen or not.
NAME_ACCOUNT = "name_account"
_ACCOUNT, _IF_ACCOUNT = _("Name a bank account for your refund"), _("If you name a bank account")

#: On a closed order a refund may wait for something that matters more.
_REVIEWED: dict[Status, Style] = {Status.COMPLETED: "main", Status.CLOSED: "alt"}

TABLE: tuple[Rule, ...] = (
    Rule(
        Status.TO_PAY,
        BUYER,
        "pay",
        _("Pay %(amount)s"),
        _("When you pay"),
        then.paying,
        _due("pay"),
        "main",
        lambda facts, _now: closed_way(facts.payment),
    ),
    Rule(Status.TO_PAY, BUYER, "cancel", _CANCEL, _IF_CANCEL, then.closing_unpaid, _due("pay")),
    Rule(Status.TO_SHIP, BUYER, "cancel", _CANCEL, _IF_CANCEL, then.paid_back, _due("ship_latest"), "alt"),
    Rule(
        Status.PACKING,
        BUYER,
        "cancel",
        _CANCEL,
        _IF_CANCEL,
        then.paid_back,
        _due("ship_latest"),
        "alt",
        only=then.free_again,
    ),
    Rule(
        Status.PACKING,
        BUYER,
        "ask_to_cancel",
        _("Ask the shop to cancel"),
        _("If you want to cancel"),
        then.asking_to_cancel,
        _promise,
        "alt",
        then.asked_before,
        only=then.being_packed,
    ),
    Rule(
        Status.SHIPPED,
        BUYER,
        "confirm",
        _("I have it. Pay %(shop)s"),
        _("If you confirm"),
        then.confirming,
        _due("release"),
        "main",
    ),
    Rule(Status.SHIPPED, BUYER, "claim", _REPORT, _IF_REPORT, then.claiming, _due("release"), "alt"),
    Rule(
        Status.SHIPPED,
        BUYER,
        "extend",
        _("I need more time"),
        _("If you need time"),
        then.extending,
        _due("release"),
        unless=then.extended_before,
    ),
    *(
        Rule(status, BUYER, "claim", _CLAIM, _IF_CLAIM, then.claiming, _due("ship_latest"), unless=then.asked_before)
        for status in (Status.TO_SHIP, Status.PACKING)
    ),
    Rule(
        Status.CLOSED,
        BUYER,
        NAME_ACCOUNT,
        _("Name a bank account"),
        _IF_ACCOUNT,
        then.naming_an_account,
        _no_due,
        "main",
        only=then.is_rejected,
    ),
    *(
        Rule(
            status,
            BUYER,
            NAME_ACCOUNT,
            _ACCOUNT,
            _IF_ACCOUNT,
            then.naming_an_account,
            _no_due,
            "alt",
            only=then.is_rejected,
        )
        for status in Status
        if status != Status.CLOSED
    ),
    Rule(Status.TO_SHIP, SELLER, "ship", _SHIP, _IF_SHIP, then.shipping, _promise, "main"),
    Rule(
        Status.TO_SHIP,
        SELLER,
        "start_packing",
        _("Mark as being packed"),
        _("When you start packing"),
        then.packing,
        _promise,
        "alt",
    ),
    Rule(Status.TO_SHIP, SELLER, "cancel", _CANNOT, _IF_CANNOT, then.seller_cancels, _due("ship_latest")),
    Rule(Status.PACKING, SELLER, "ship", _SHIP, _IF_SHIP, then.shipping, _promise, "main"),
    Rule(Status.PACKING, SELLER, "cancel", _CANNOT, _IF_CANNOT, then.seller_cancels, _due("ship_latest")),
    Rule(
        Status.SHIPPED,
        SELLER,
        "ship",
        _AGAIN,
        _IF_AGAIN,
        then.shipping_again,
        _due("handed_over_again"),
        "main",
        only=then.is_astray,
    ),
    Rule(
        Status.SHIPPED,
        SELLER,
        "extend",
        _("Give more time"),
        _("If you give more time"),
        then.giving_time,
        _due("release"),
        "alt",
        then.no_clock,
    ),
    *(
        Rule(
            status,
            role,
            "review",
            label,
            _("If you review"),
            reviewing.consequence(role),
            reviewing.until,
            style,
            only=reviewing.may(role),
        )
        for status, style in _REVIEWED.items()
        for role, label in ((BUYER, _("Review %(shop)s")), (SELLER, _("Review the buyer")))
    ),
    Rule(
        Status.COMPLETED,
        BUYER,
        "claim",
        _REPORT,
        _IF_REPORT,
        then.claiming_after_sale,
        then.after_sale_until,
        only=then.may_ask_after_sale,
    ),
)


def offers(facts: Facts, role: Role, now: datetime) -> tuple[Offer, ...]:
    """What `role` is offered about an order at `now`. Under a freeze only what the open claim's table allows; what is
    offered besides a claim steps back behind it.
    """
    about_claim, others = claim_offers(facts, role, now), _of_table(facts, role, now)
    if any(offer.style == "main" for offer in about_claim):
        others = tuple(replace(offer, style="alt") if offer.style == "main" else offer for offer in others)
    return about_claim + others


def _of_table(facts: Facts, role: Role, now: datetime) -> tuple[Offer, ...]:
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
        and (rule.only is None or rule.only(facts, now))
        and (not facts.frozen or rule.action == NAME_ACCOUNT)
    )


def available_actions(order: Order, viewer_role: Role, now: datetime) -> tuple[Offer, ...]:
    """As `offers`, for an order read by `with_facts`."""
    return offers(gather([order])[0], viewer_role, now)
