"""The two lines that open everything about an order: where its money is, and what happens next. For three readers.

`tell` answers (title, sentence) for a reader. The title is plain text; the sentence carries `<time>` and `.num` tags.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from core.money import Money
from escrow.states import HoldState
from marketplace.claims import after_sale
from marketplace.trade.claim_ends import part_given_back, settled
from marketplace.trade.claim_words import asked_back, frozen_by_claim
from marketplace.trade.dispute_facts import Dispute
from marketplace.trade.dispute_words import disputed, taken_by_bank
from marketplace.trade.facts import Facts
from marketplace.trade.paying import closed_way
from marketplace.trade.phrases import amount, at, figure, follow, until
from marketplace.trade.status import Status
from marketplace.trade.words_back import back_again


class Told(NamedTuple):
    """A title and its sentence."""

    title: str
    sentence: SafeString


def _to_pay(facts: Facts, reader: Role, now: datetime) -> Told:
    due = facts.due("pay") or facts.payment.expires_at
    held = amount(facts.to_pay)
    if reader is Role.BUYER:
        if closed_way(facts.payment):
            words = _("It can no longer be paid this way. Left unpaid, it closes {when}; the goods go back on sale.")
        else:
            words = _("Pay by {when}. Otherwise the order closes and the goods go back on sale.")
        return Told(_("{amount} is not paid yet").format(amount=held), format_html(words, when=until(due, now)))
    if reader is Role.SELLER:
        words = _("Do not ship. {buyer} has until {when}. We tell you the moment the money is here.")
        sentence = format_html(words, buyer=facts.order.buyer.name, when=until(due, now))
        return Told(_("{amount} is not paid yet").format(amount=held), sentence)
    words = _("Void by itself on {when}. Money that comes later goes back by itself.")
    return Told(_("{amount} is awaited").format(amount=held), format_html(words, when=until(due, now)))


def _held(facts: Facts, reader: Role) -> str:
    template = _("{amount} is held for you") if reader is Role.SELLER else _("{amount} is held")
    return template.format(amount=amount(facts.kept))


def _parts(facts: Facts, reader: Role) -> SafeString:
    """What of the sum in keeping is the buyer's, where the platform paid the rest; else nothing."""
    ours = facts.kept - facts.returns
    if reader not in {Role.BUYER, Role.SELLER} or facts.hold.state != HoldState.HELD or ours.minor <= 0:
        return SafeString("")
    if reader is Role.BUYER:
        words = _("Of the {kept}, {theirs} is what you paid and could get back, and {ours} is a discount that we pay.")
    else:
        words = _("Of the {kept}, {theirs} is what {buyer} paid, and {ours} is a discount that we pay.")
    parts = {"kept": figure(facts.kept), "theirs": figure(facts.returns), "ours": figure(ours)}
    return format_html(words, buyer=facts.order.buyer.name, **parts)


def _to_ship(facts: Facts, reader: Role, now: datetime) -> Told:
    promise, latest = facts.promise, facts.latest
    if promise is None or latest is None:
        return Told(_held(facts, reader), SafeString(""))
    return Told(
        _held(facts, reader),
        format_html(
            _ship_words(facts, reader, late=facts.promise_passed(now)),
            shop=facts.order.shop.shown_name,
            buyer=facts.order.buyer.name,
            promise=until(promise, now),
            latest=at(latest, now),
        ),
    )


def _ship_words(facts: Facts, reader: Role, *, late: bool) -> str:
    if reader is Role.BUYER:
        if late:
            return _(
                "{shop} was to ship by {promise}. You may cancel at once and are paid back in full. "
                "If it is still not shipped on {latest}, you are paid back by itself."
            )
        if facts.status is Status.PACKING:
            return _(
                "{shop} is packing it and ships by {promise}. "
                "Later than that, you may cancel at once and are paid back in full."
            )
        return _("{shop} ships by {promise}. Later than that, you may cancel at once and are paid back in full.")
    if reader is Role.SELLER:
        if late:
            return _(
                "You were to ship by {promise}. {buyer} may cancel for a full refund at any moment. "
                "On {latest} an unshipped order is refunded by itself."
            )
        return _("Ship by {promise}. On {latest} an unshipped order is refunded by itself.")
    return _("Seller to ship by {promise}; refunded by itself on {latest}.")


def _shipped(facts: Facts, reader: Role, now: datetime) -> Told:
    if facts.astray:
        return Told(_held(facts, reader), _astray(facts, reader, now))
    due = facts.due("release")
    if due is None:
        return Told(_held(facts, reader), _on_its_way(facts, reader, now))
    return Told(_held(facts, reader), _counting(facts, reader, due, now))


def _counting(facts: Facts, reader: Role, due: datetime, now: datetime) -> SafeString:
    parts = {"shop": facts.order.shop.shown_name, "buyer": facts.order.buyer.name}
    if due <= now:
        # The window has passed but nobody has proof that the buyer was told long enough ago: nothing moves yet.
        words = {
            Role.BUYER: _("Your time to look at the goods ended on {when}. It goes to {shop} next."),
            Role.SELLER: _("The time to look at the goods ended on {when}. It comes to you next."),
        }.get(reader, _("Due for release since {when}. Notice to the buyer: {notice}."))
        return format_html(words, when=at(due, now), notice=_notice(facts, now), **parts)
    parcel = facts.shipment
    if parcel and parcel.tracked and parcel.delivered_at is None and reader in {Role.BUYER, Role.SELLER}:
        words = (
            _(
                "It is on its way. You have {days} days to look from the moment it is delivered; "
                "unless you confirm before, it goes to {shop} on {when} at the latest."
            )
            if reader is Role.BUYER
            else _("It is yours {days} days after it is delivered, on {when} at the latest.")
        )
        return format_html(words, when=until(due, now), days=facts.span("inspection_tracked").days, **parts)
    if reader is Role.BUYER:
        return format_html(_("Unless you confirm before, it goes to {shop} on {when}."), when=until(due, now), **parts)
    if reader is Role.SELLER:
        return format_html(_("It is yours on {when}, or as soon as {buyer} confirms."), when=until(due, now), **parts)
    words = _("Released by itself on {when}. Notice to the buyer: {notice}.")
    return format_html(words, when=until(due, now), notice=_notice(facts, now))


def _notice(facts: Facts, now: datetime) -> str | SafeString:
    deadline = facts.open("release")
    if deadline and deadline.noticed_at:
        return at(deadline.noticed_at, now)
    return _("no proof yet")


def _on_its_way(facts: Facts, reader: Role, now: datetime) -> SafeString:
    parcel = facts.shipment
    days = facts.span("inspection_tracked").days
    parts = {"shop": facts.order.shop.shown_name, "days": days, "when": at(parcel.shipped_at, now) if parcel else ""}
    if reader is Role.BUYER:
        return format_html(
            _("{shop} shipped it on {when}. When it has arrived you have {days} days to look before it is paid."),
            **parts,
        )
    if reader is Role.SELLER:
        return format_html(
            _("You shipped it on {when}. {days} days after it has arrived, the money is yours."), **parts
        )
    return format_html(_("Shipped on {when}. The clock starts when the courier reports it delivered."), **parts)


def _astray(facts: Facts, reader: Role, now: datetime) -> SafeString:
    due = facts.due("handed_over_again")
    parts = {"shop": facts.order.shop.shown_name, "when": until(due, now) if due else ""}
    lost = facts.shipment is not None and facts.shipment.lost_at is not None
    if reader is Role.BUYER:
        head = _("The courier lost the parcel.") if lost else _("The parcel went back to {shop}.")
        tail = _("The clock has stopped. If it is not handed over again by {when}, you are paid back in full.")
    elif reader is Role.SELLER:
        head = _("The courier lost the parcel.") if lost else _("The courier is bringing the parcel back to you.")
        tail = _("The clock has stopped. Hand it over again by {when}, or it is refunded by itself.")
    else:
        head = _("The courier lost the parcel.") if lost else _("The parcel was returned.")
        tail = _("Refunded by itself on {when} unless it is handed over again.")
    said = format_html(head, **parts)
    return follow(said, format_html(tail, **parts)) if due else said


def _frozen(facts: Facts, reader: Role, now: datetime) -> Told:
    if facts.claim and facts.claim.is_open:
        return Told(*frozen_by_claim(facts, facts.claim, reader, now))
    title = _("{amount} is frozen").format(amount=amount(facts.kept))
    return Told(
        title, format_html("{}", _("The clock has stopped. Nothing moves until it is decided what becomes of it."))
    )


def _released(facts: Facts, reader: Role, now: datetime) -> Told:
    ended = facts.hold.ended_at or now
    parts = {"when": at(ended, now), "fee": figure(facts.fee), "net": figure(facts.earned)}
    total = Money(facts.earned.minor + facts.fee.minor, facts.hold.currency)
    if reader is Role.BUYER:
        title = _("{amount} went to {shop}").format(amount=amount(total), shop=facts.order.shop.shown_name)
        words = (
            _("You confirmed on {when}.") if facts.confirmed else _("The time to look at the goods ended on {when}.")
        )
        return Told(title, format_html(words, **parts))
    if reader is Role.SELLER:
        words = _("Less our charge of {fee}, {net} is in your available money since {when}.")
        said, asked = format_html(words, **parts), _may_be_asked_back(facts, now)
        return Told(_("{amount} is yours").format(amount=amount(total)), follow(said, asked) if asked else said)
    words = (
        _("Confirmed by the buyer, {when}. Charge {fee}.") if facts.confirmed else _("By itself, {when}. Charge {fee}.")
    )
    return Told(_("{amount} was released").format(amount=amount(total)), format_html(words, **parts))


def _may_be_asked_back(facts: Facts, now: datetime) -> SafeString:
    due = facts.due(after_sale.KIND)
    if due is None or due <= now:
        return SafeString("")
    words = _("{buyer} may ask for money back until {when}.")
    return format_html(words, buyer=facts.order.buyer.name, when=until(due, now))


_BY_STATUS: dict[Status, Callable[[Facts, Role, datetime], Told]] = {
    Status.TO_PAY: _to_pay,
    Status.TO_SHIP: _to_ship,
    Status.PACKING: _to_ship,
    Status.SHIPPED: _shipped,
    Status.COMPLETED: _released,
}


def _of_dispute(facts: Facts, dispute: Dispute, reader: Role, now: datetime) -> Told | None:
    """What comes before everything else: the bank disputes the payment, or has kept it."""
    if dispute.is_open and (facts.frozen or facts.status is Status.COMPLETED):
        return Told(*disputed(facts, dispute, reader, now))
    if facts.charged_back.minor and facts.hold.state != HoldState.HELD:
        return Told(*taken_by_bank(facts, dispute, reader, now))
    return None


def tell(facts: Facts, reader: Role, now: datetime) -> Told:
    """The title and sentence for `reader` (buyer, seller; anybody else reads as an operator)."""
    if facts.dispute and (told := _of_dispute(facts, facts.dispute, reader, now)):
        return told
    if facts.frozen:
        return _frozen(facts, reader, now)
    if facts.status is Status.CLOSED:
        return Told(*back_again(facts, reader, now))
    if facts.asked_after_sale:
        return Told(*asked_back(facts, facts.asked_after_sale, reader, now))
    if facts.hold.state == HoldState.SETTLED or facts.taken_back:
        return Told(*settled(facts, reader, now))
    told = _BY_STATUS[facts.status](facts, reader, now)
    sentence = told.sentence
    for more in (_parts(facts, reader), part_given_back(facts, reader)):
        sentence = follow(sentence, more) if more else sentence
    return Told(told.title, sentence)
