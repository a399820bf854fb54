"""The words of an order that a claim ended, wholly or in part: how, when, and who got what."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from core.money import Money
from escrow.states import HoldState
from marketplace.claims.states import Outcome
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount, at, figure, follow

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


def _divided() -> str:
    return _("Divided: {back} to {buyer}, {rest} to {shop}")


#: reader -> the words while it is on its way to the buyer, and when it has arrived; None for whoever is not named.
_ALL_BACK: Mapping[Role | None, tuple[Words, Words]] = {
    B: (lambda: _("{back} goes back to you"), lambda: _("{back} is back with you")),
    None: (lambda: _("{back} goes back to {buyer}"), lambda: _("{back} went back to {buyer}")),
}
_DIVIDED: Mapping[Role | None, tuple[Words, Words]] = {
    B: (
        lambda: _("{back} goes back to you, {rest} went to {shop}"),
        lambda: _("{back} is back with you, {rest} went to {shop}"),
    ),
    S: (
        lambda: _("{rest} is yours, {back} goes back to {buyer}"),
        lambda: _("{rest} is yours, {back} went back to {buyer}"),
    ),
    None: (_divided, _divided),
}
_PART_BACK: Mapping[Role | None, tuple[Words, Words]] = {
    B: (
        lambda: _("{back} goes back to you after your request."),
        lambda: _("{back} is back with you after your request."),
    ),
    None: (
        lambda: _("{back} goes back to {buyer} after a request."),
        lambda: _("{back} went back to {buyer} after a request."),
    ),
}


def _told(words: Mapping[Role | None, tuple[Words, Words]], facts: Facts, reader: Role) -> str:
    going, arrived = words.get(reader) or words[None]
    return going() if facts.under_way else arrived()


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
    how = how_it_ended(facts, reader, now)
    return _who_got_what(facts, reader), with_ours(how, facts) if how else part_given_back(facts, reader)


def with_ours(said: SafeString, facts: Facts) -> SafeString:
    """`said`, and what of the platform's own discount came back to it, if any did: the sums then add up."""
    ours = Money(facts.hold.discount_back, facts.hold.currency)
    if not ours.minor:
        return said
    return follow(said, format_html(_("Besides, {ours} of our own discount came back to us."), ours=figure(ours)))


def _who_got_what(facts: Facts, reader: Role) -> str:
    back, rest = facts.given_back, facts.earned + facts.fee
    parts = {
        "back": amount(back),
        "rest": amount(rest),
        "shop": facts.order.shop.shown_name,
        "buyer": facts.order.buyer.name,
    }
    if not back.minor:
        words = _("{rest} is yours") if reader is S else _("{rest} went to {shop}")
    else:
        words = _told(_DIVIDED if rest.minor else _ALL_BACK, facts, reader)
    return words.format(**parts)


def part_given_back(facts: Facts, reader: Role) -> SafeString:
    """That a part went back before, of an order that goes on or was paid out; nothing for other orders."""
    asked = facts.claim
    goes_on = facts.hold.state in {HoldState.HELD, HoldState.RELEASED}
    if asked is None or not goes_on or not facts.given_back.minor:
        return SafeString("")
    words = _told(_PART_BACK, facts, reader)
    return with_ours(format_html(words, back=figure(facts.given_back), buyer=facts.order.buyer.name), facts)
