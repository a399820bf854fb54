"""What the drawing of a claimed order shows: what is proposed, in dashed boxes, and a few words below each station."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.actor import Role
from marketplace.claims.states import ClaimState
from marketplace.trade import times
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.custody import Stand
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount

#: More characters than this in three boxes run into each other on a phone; then what the shop would get is left out.
MOST_CHARACTERS = 24


def proposed(facts: Facts, kept: Stand) -> tuple[Stand, ...]:
    """Where the money stands (`kept`: held, or with the shop after the sale), and beside it what would go to the buyer
    (and to the shop, once we have ruled about what is held).
    """
    asked = facts.claim
    if asked is None or not asked.is_open:
        return (kept,)
    if asked.ruling is None:
        back = asked.to_buyer(asked.offer) if asked.offer else asked.asked
        return (Stand("buyer", amount(back), firm=False), kept)
    back, rest = asked.to_buyer(asked.ruling), asked.to_seller(asked.ruling)
    boxes = [Stand("buyer", amount(back), firm=False)] if back.minor else []
    boxes.append(kept)
    if rest.minor and not asked.claim.after_sale:
        boxes.append(Stand("seller", amount(rest), firm=False))
    fits = sum(len(box.text) for box in boxes) <= MOST_CHARACTERS
    return tuple(boxes) if fits or len(boxes) < len(("buyer", "held", "seller")) else tuple(boxes[:2])


def notes(asked: ClaimFacts, now: datetime, *, held: str = "") -> tuple[str, str, str]:
    """The small words below buyer, counter (`held`: unless frozen) and shop."""
    held = held or _("frozen")
    ruling = asked.ruling
    if ruling is not None:
        return _accepted(asked, Role.BUYER), held, _accepted(asked, Role.SELLER)
    offer = asked.offer
    mine = offer is not None and offer.role == Role.BUYER
    buyer = _("would take {amount}") if mine else _("asks {amount} back")
    sums = asked.to_buyer(offer) if offer is not None and mine else asked.asked
    return buyer.format(amount=amount(sums)), held, _of_shop(asked, now)


def _accepted(asked: ClaimFacts, role: Role) -> str:
    ruling, appeal = asked.ruling, getattr(asked.claim, "appeal", None)
    if appeal is not None and appeal.role == role.value:
        return _("appealed")
    return _("accepted") if ruling and getattr(ruling, f"accepted_by_{role.value}_at") else ""


def _of_shop(asked: ClaimFacts, now: datetime) -> str:
    due = asked.next_due
    date = times.day(due, now) if due else ""
    if asked.state is ClaimState.OFFERED and asked.offer and asked.offer.role == Role.SELLER:
        return _("offers {amount}").format(amount=amount(asked.to_buyer(asked.offer)))
    words = {
        ClaimState.ASKED: _("has until {date}"),
        ClaimState.OFFERED: _("has until {date}"),
        ClaimState.REFUSED: _("refused"),
        ClaimState.TO_SEND_BACK: _("agreed"),
        ClaimState.INSPECTING: _("has until {date}"),
    }.get(asked.state, "")
    return words.format(date=date)
