"""What follows from each act on an order, why one is not possible now, and when one is offered at all."""

from datetime import datetime

from django.utils.translation import get_language, gettext

from core.money import format_money
from marketplace.claims import after_sale
from marketplace.orders import promises
from marketplace.trade import times
from marketplace.trade.facts import Facts


def kept(facts: Facts) -> str:
    return format_money(facts.kept, get_language() or "en")


def returns(facts: Facts) -> str:
    return format_money(facts.returns, get_language() or "en")


def paying(facts: Facts, _now: datetime) -> str:
    return gettext("The money is held here. It goes to %(shop)s only after the goods arrived.") % {
        "shop": facts.order.shop.shown_name
    }


def closing_unpaid(_facts: Facts, _now: datetime) -> str:
    return gettext("The order closes and the goods go back on sale. Nothing is charged.")


def paid_back(facts: Facts, _now: datetime) -> str:
    return gettext("The order closes at once and %(amount)s goes back the way it was paid.") % {
        "amount": returns(facts)
    }


def seller_cancels(facts: Facts, _now: datetime) -> str:
    return gettext("%(amount)s goes back to the buyer at once, with your reason. It counts in your record.") % {
        "amount": returns(facts)
    }


def confirming(facts: Facts, _now: datetime) -> str:
    words = gettext("The %(amount)s goes to %(shop)s at once. For %(days)s days you can still ask for money back.")
    return words % {
        "amount": kept(facts),
        "shop": facts.order.shop.shown_name,
        "days": facts.span("after_sale_window").days,
    }


def extending(facts: Facts, now: datetime) -> str:
    due, span = facts.due("release"), facts.span("buyer_extension")
    if due is None:
        return ""
    return gettext("Once, %(days)s days more: the new date is %(date)s.") % {
        "days": span.days,
        "date": times.absolute(min(max(due, now) + span, promises.cap_at(facts.order, facts.hold)), now),
    }


def giving_time(_facts: Facts, _now: datetime) -> str:
    return gettext("The buyer gets more days to look at the goods. The money comes to you that much later.")


def packing(_facts: Facts, _now: datetime) -> str:
    return gettext("From then on the buyer cannot cancel until the promised time has passed.")


def shipping(facts: Facts, _now: datetime) -> str:
    days = facts.span("inspection_tracked").days
    return gettext("The buyer is told. %(days)s days after the courier delivered it, the money is yours.") % {
        "days": days
    }


def shipping_again(_facts: Facts, _now: datetime) -> str:
    return gettext("The buyer is told, and the clock runs on.")


def naming_an_account(_facts: Facts, _now: datetime) -> str:
    return gettext("Two of our people check it and send the money there.")


def is_rejected(facts: Facts, _now: datetime) -> bool:
    return bool(facts.stuck)


def is_astray(facts: Facts, _now: datetime) -> bool:
    return facts.astray


def being_packed(facts: Facts, now: datetime) -> bool:
    """Between packing and the promise a buyer cannot cancel by themselves: the shop is asked."""
    return facts.promise is not None and not facts.promise_passed(now)


def free_again(facts: Facts, now: datetime) -> bool:
    return not being_packed(facts, now)


def asked_before(facts: Facts, now: datetime) -> str:
    """Before shipping a shop is asked once."""
    if not facts.asked_unshipped or facts.shipment is not None:
        return ""
    if facts.promise is None or facts.promise_passed(now):
        return gettext("You have asked once before it was sent. You can ask again when it is on its way.")
    return gettext("You have asked the shop once. You can cancel from %(date)s if it has not been shipped by then.") % {
        "date": times.absolute(facts.promise, now)
    }


def asking_to_cancel(facts: Facts, _now: datetime) -> str:
    return gettext("%(shop)s is packing it and is asked. Without an answer in %(days)s days, %(amount)s goes back.") % {
        "shop": facts.order.shop.shown_name,
        "days": facts.span("claim_answer_unshipped").days,
        "amount": returns(facts),
    }


def claiming(facts: Facts, _now: datetime) -> str:
    span = "claim_answer_shipped" if facts.shipment else "claim_answer_unshipped"
    words = gettext("The clock stops and nothing moves. %(shop)s has %(days)s days to answer; silence means yes.")
    return words % {"shop": facts.order.shop.shown_name, "days": facts.span(span).days}


def after_sale_until(facts: Facts, _now: datetime) -> datetime | None:
    """Until when the buyer may ask after the release."""
    return after_sale.until(facts.order)


def may_ask_after_sale(facts: Facts, now: datetime) -> bool:
    free = facts.asked_after_sale is None and facts.open_dispute is None
    return free and after_sale.is_open(facts.order, now) and facts.hold.left > 0


def claiming_after_sale(facts: Facts, now: datetime) -> str:
    due = after_sale.until(facts.order)
    words = gettext(
        "You can until %(date)s. What you ask for is kept back from %(shop)s, which has %(days)s days to answer; "
        "silence means yes."
    )
    return words % {
        "date": times.absolute(due, now) if due else "",
        "shop": facts.order.shop.shown_name,
        "days": facts.span("claim_answer_shipped").days,
    }


def extended_before(facts: Facts, now: datetime) -> str:
    if facts.order.extended_at is not None:
        return gettext("You have had your extra days.")
    return no_clock(facts, now)


def no_clock(facts: Facts, _now: datetime) -> str:
    due = facts.due("release")
    if due is None:
        return gettext("No clock is running that could be moved.")
    at_its_end = due >= promises.cap_at(facts.order, facts.hold)
    return gettext("The money cannot be held any longer than that.") if at_its_end else ""
