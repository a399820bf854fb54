"""The custody line of an order for one reader: the words of `words.py` and what the drawing needs beside them."""

from collections.abc import Container, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.actor import Role
from core.money import Money
from escrow.states import HoldState
from marketplace.trade import times
from marketplace.trade.claim_stands import notes, proposed
from marketplace.trade.custody import CustodyLine, OfferedAction, Stand, State, Station
from marketplace.trade.facts import Facts
from marketplace.trade.offers import Offer
from marketplace.trade.paying import closed_way
from marketplace.trade.phrases import amount
from marketplace.trade.status import Status
from marketplace.trade.words import tell

DAY = 86400


def custody_line(facts: Facts, reader: Role, now: datetime) -> CustodyLine:
    """The line for `reader`, without actions: a page adds those it has addresses for (`with_actions`)."""
    told = tell(facts, reader, now)
    state = _state(facts)
    progress, ticks, corner = _clock(facts, state, now)
    return CustodyLine(
        state=state,
        title=told.title,
        sentence=told.sentence,
        amounts=_amounts(facts, state),
        stations=_stations(facts, state, reader, now),
        corner=corner,
        progress=progress,
        ticks=ticks,
    )


def with_actions(
    line: CustodyLine, offers: tuple[Offer, ...], addresses: Mapping[str, str], posts: Container[str] = ()
) -> CustodyLine:
    """The line with a button for every offer that is possible now and has an address (action -> where it is done).

    Those named in `posts` are posted by the button itself; the others lead to a page that asks for more.

    Below stand the if-and-then rows of all offers; one that is not possible yet says why.
    """
    buttons = tuple(
        OfferedAction(
            name=offer.action,
            label=offer.label,
            url=addresses[offer.action],
            style=offer.style,
            method="post" if offer.action in posts else "get",
            due_at=offer.due_at,
            consequence=offer.consequence,
        )
        for offer in offers
        if offer.action in addresses and not offer.blocked_reason
    )
    may = tuple((offer.if_you, offer.blocked_reason or offer.consequence) for offer in offers)
    return CustodyLine(
        state=line.state,
        title=line.title,
        sentence=line.sentence,
        amounts=line.amounts,
        stations=line.stations,
        corner=line.corner,
        progress=line.progress,
        ticks=line.ticks,
        actions=buttons,
        may=may,
    )


def _state(facts: Facts) -> State:
    if facts.frozen:
        return "frozen"
    if facts.status is Status.TO_PAY:
        return "unpaid"
    if facts.status is Status.CLOSED:
        return "refunded" if facts.refunds or facts.charged_back.minor else "void"
    if facts.status is Status.COMPLETED:
        return _state_of_end(facts)
    return "counting" if facts.open("release") else "held"


def _state_of_end(facts: Facts) -> State:
    """What the shop had is its own, is asked back or disputed, or was divided."""
    if facts.asked_after_sale or facts.open_dispute:
        return "claimed"
    divided = facts.hold.state == HoldState.SETTLED or facts.taken_back or facts.charged_back.minor
    return "settled" if divided else "released"


def _amounts(facts: Facts, state: State) -> tuple[Stand, ...]:
    back = amount(facts.given_back + facts.charged_back)
    if state == "claimed":
        return proposed(facts, Stand("seller", amount(_left_us(facts))))
    if state in {"unpaid", "void"}:
        return (Stand("buyer", amount(facts.to_pay), firm=False),)
    if state == "refunded":
        return (Stand("buyer", back, firm=not facts.under_way),)
    if state in {"released", "settled"}:
        gone = Stand("seller", amount(_left_us(facts)))
        if not facts.refunds and not facts.charged_back.minor:
            return (gone,)
        to_buyer = Stand("buyer", back, firm=not facts.under_way)
        return (to_buyer, gone) if _left_us(facts).minor else (to_buyer,)
    kept = Stand("held", amount(facts.kept))
    return proposed(facts, kept) if state == "frozen" else (kept,)


def _left_us(facts: Facts) -> Money:
    return facts.earned + facts.fee


def _clock(facts: Facts, state: State, now: datetime) -> tuple[float | None, int, str]:
    """How much of the inspection window has passed, how many days it has, and the words above the line's end."""
    if state == "frozen" and facts.claim and facts.claim.ruling:
        # What the shop would get stands there.
        return None, 0, ""
    if state == "frozen" or (facts.astray and state == "held"):
        return None, 0, _("clock stopped")
    release = facts.open("release")
    if state != "counting" or release is None:
        return None, 0, ""
    window = (release.due_at - release.window_from).total_seconds()
    passed = (now - release.window_from).total_seconds()
    return passed / window if window > 0 else 1.0, round(window / DAY), times.left(release.due_at - now)


def _stations(facts: Facts, state: State, reader: Role, now: datetime) -> tuple[Station, Station, Station]:
    you = _("You")
    buyer = you if reader is Role.BUYER else facts.order.buyer.name
    seller = you if reader is Role.SELLER else facts.order.shop.shown_name
    plain_held = reader in {Role.BUYER, Role.SELLER}
    held = _("Held") if plain_held else _("Hold {number}").format(number=facts.hold.pk)
    notes = _notes(facts, state, now)
    places = {stand.place for stand in _amounts(facts, state) if stand.firm}
    return (
        Station(buyer, notes[0], here="buyer" in places),
        Station(held, notes[1], here="held" in places),
        Station(seller, notes[2], here="seller" in places),
    )


def _notes(facts: Facts, state: State, now: datetime) -> tuple[str, str, str]:
    """The small words below buyer, counter and seller."""
    if state == "unpaid":
        due = facts.due("pay") or facts.payment.expires_at
        by = _("closes {date}") if closed_way(facts.payment) else _("pay by {date}")
        return _on(by, due, now), _("empty"), _("ships when held")
    if state == "void":
        return _("nothing paid"), _("empty"), _("nothing due")
    if facts.asked_after_sale:
        return notes(facts.asked_after_sale, now, held=_("nothing left"))
    if state in {"refunded", "settled", "released", "claimed"}:
        return _notes_of_end(facts, "released" if state == "claimed" else state, now)
    if state == "frozen" and facts.claim and facts.claim.is_open:
        return notes(facts.claim, now)
    since = _on(_("since {date}"), facts.hold.funded_at, now)
    return _buyer_note(facts, now), _("frozen") if state == "frozen" else since, _seller_note(facts, now)


def _notes_of_end(facts: Facts, state: State, now: datetime) -> tuple[str, str, str]:
    ended = facts.hold.ended_at
    back = facts.refunds[-1].ended_at or ended if facts.refunds else ended
    paid = _on(pgettext("to a shop", "paid {date}"), ended, now) if _left_us(facts).minor else _("nothing due")
    if state == "released":
        return _on(_("confirmed {date}"), ended, now) if facts.confirmed else _("window ended"), _("nothing left"), paid
    did = _("on its way") if facts.under_way else _on(_("paid back {date}"), back, now)
    return did, _("nothing left"), paid if state == "settled" else _("nothing due")


def _buyer_note(facts: Facts, now: datetime) -> str:
    parcel = facts.shipment
    if parcel and parcel.lost_at:
        return _("parcel lost")
    if parcel and parcel.returned_at:
        return _("parcel went back")
    if parcel and parcel.delivered_at:
        return _on(pgettext("a parcel", "delivered {date}"), parcel.delivered_at, now)
    return _on(_("paid {date}"), facts.hold.funded_at, now)


def _seller_note(facts: Facts, now: datetime) -> str:
    release = facts.due("release")
    if release:
        return times.short(release, now)
    if facts.shipment:
        return _on(pgettext("a parcel", "shipped {date}"), facts.shipment.shipped_at, now)
    if facts.promise_passed(now):
        return _on(_("was to ship by {date}"), facts.promise, now)
    return _on(_("ships by {date}"), facts.promise, now)


def _on(words: str, moment: datetime | None, now: datetime) -> str:
    return words.format(date=times.day(moment, now)) if moment else ""
