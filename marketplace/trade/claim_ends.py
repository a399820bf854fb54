"""The words of an order that a claim ended, wholly or in part: how, when, and who got what."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from escrow.states import HoldState
from marketplace.claims.states import Outcome
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount, at, figure

Words = Callable[[], str]
B, S = Role.BUYER, Role.SELLER

#: (outcome, reader) -> the sentence; None for whoever is not named.
_HOW: Mapping[tuple[str, Role | None], Words] = {
    (Outcome.AGREED, S): lambda: _("You agreed to the request on {when}."),
    (Outcome.AGREED, None): lambda: _("{shop} agreed to the request on {when}."),
    (Outcome.SILENCE, S): lambda: _("You did not answer the request, so it counts as agreed since {when}."),
    (Outcome.SILENCE, None): lambda: _("{shop} did not answer the request, so it counts as agreed since {when}."),
    (Outcome.OFFER_ACCEPTED, B): lambda: _("You and {shop} agreed on {when}."),
    (Outcome.OFFER_ACCEPTED, S): lambda: _("You and {buyer} agreed on {when}."),
    (Outcome.OFFER_ACCEPTED, None): lambda: _("Both sides agreed on {when}."),
    (Outcome.RETURNED, B): lambda: _("You sent the goods back; that was settled on {when}."),
    (Outcome.RETURNED, None): lambda: _("{buyer} sent the goods back; that was settled on {when}."),
    (Outcome.RULED, None): lambda: _("We ruled; that is final since {when}."),
    (Outcome.DEFAULT, None): lambda: _("We did not rule in time, so what was announced happened on {when}."),
    (Outcome.CHARGED_BACK, B): lambda: _("Your bank paid you back; that was settled on {when}."),
    (Outcome.CHARGED_BACK, None): lambda: _("{buyer}’s bank paid it back; that was settled on {when}."),
    (Outcome.FIRST_RULING, None): lambda: _("The appeal was not ruled on in time, so the first ruling is final."),
}


def how_it_ended(facts: Facts, reader: Role, now: datetime) -> SafeString:
    """How the latest claim ended, in one sentence; nothing when none did with money."""
    asked = facts.claim
    if asked is None or asked.claim.ended_at is None:
        return SafeString("")
    words = _HOW.get((asked.claim.outcome, reader)) or _HOW.get((asked.claim.outcome, None))
    if words is None:
        return SafeString("")
    return format_html(
        words(),
        when=at(asked.claim.ended_at, now),
        shop=facts.order.shop.shown_name,
        buyer=facts.order.buyer.name,
    )


def settled(facts: Facts, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence of an order whose money was divided for good, or taken back in part after the sale."""
    return _divided(facts, reader), how_it_ended(facts, reader, now) or part_given_back(facts, reader)


def _divided(facts: Facts, reader: Role) -> str:
    back, rest = facts.given_back, facts.earned + facts.fee
    parts = {
        "back": amount(back),
        "rest": amount(rest),
        "shop": facts.order.shop.shown_name,
        "buyer": facts.order.buyer.name,
    }
    if not back.minor:
        words = _("{rest} is yours") if reader is S else _("{rest} went to {shop}")
    elif not rest.minor:
        words = _("{back} goes back to you") if reader is B else _("{back} goes back to {buyer}")
    elif reader is B:
        words = _("{back} goes back to you, {rest} went to {shop}")
    elif reader is S:
        words = _("{rest} is yours, {back} goes back to {buyer}")
    else:
        words = _("Divided: {back} to {buyer}, {rest} to {shop}")
    return words.format(**parts)


def part_given_back(facts: Facts, reader: Role) -> SafeString:
    """That a part went back before, of an order that goes on or was paid out; nothing for other orders."""
    asked = facts.claim
    goes_on = facts.hold.state in {HoldState.HELD, HoldState.RELEASED}
    if asked is None or not goes_on or not facts.given_back.minor:
        return SafeString("")
    words = (
        _("{back} goes back to you after your request.")
        if reader is B
        else _("{back} goes back to {buyer} after a request.")
    )
    return format_html(words, back=figure(facts.given_back), buyer=facts.order.buyer.name)
