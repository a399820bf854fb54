"""The words of an order whose payment the buyer's bank disputes, or has taken back."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from marketplace.trade.dispute_facts import Dispute
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount, at, figure, until

B, S = Role.BUYER, Role.SELLER


def disputed(facts: Facts, dispute: Dispute, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence while the bank has not decided."""
    if facts.frozen:
        title = _("{amount} is frozen").format(amount=amount(facts.kept))
    else:
        words = {B: _("{amount} went to {shop}"), S: _("{amount} is yours")}.get(reader, _("{amount} was released"))
        shop = facts.order.shop.shown_name
        title = words.format(amount=amount(facts.earned + facts.fee), shop=shop)
    parts = {"amount": figure(dispute.amount), "when": until(dispute.due_at, now)}
    return title, format_html(_sentence(facts, reader), **parts)


def _sentence(facts: Facts, reader: Role) -> str:
    if reader is B:
        return _("Your bank disputes this payment. Nothing moves until it has decided. If you did not ask, tell it.")
    if reader is not S:
        return _("The buyer’s bank disputes {amount}. The provider takes in evidence until {when}.")
    if not facts.frozen:
        return _(
            "The buyer’s bank disputes the payment. What it may take back is not paid out until it has decided. "
            "We show it what we know."
        )
    if facts.shipment is None:
        return _(
            "The buyer’s bank disputes the payment. Do not ship: nothing moves until it has decided. "
            "We show it what we know."
        )
    return _("The buyer’s bank disputes the payment. Nothing moves until it has decided. We show it what we know.")


def taken_by_bank(facts: Facts, dispute: Dispute, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence once the bank has kept the money, or a part of it."""
    rest = facts.kept if facts.kept.minor else facts.earned + facts.fee
    whole = not rest.minor
    parts = {"back": amount(facts.charged_back), "rest": amount(rest), "shop": facts.order.shop.shown_name}
    if reader is B:
        words = (
            _("{back} is back with you through your bank")
            if whole
            else _("{back} is back with you through your bank, {rest} went to {shop}")
        )
    elif reader is S:
        words = (
            _("{back} was taken back by the buyer’s bank")
            if whole
            else _("{rest} is yours, {back} was taken back by the buyer’s bank")
        )
    else:
        words = _("{back} was charged back") if whole else _("{back} was charged back, {rest} stayed")
    ended = dispute.chargeback.ended_at or now
    said = _("Your bank decided for you on {when}.") if reader is B else _("The bank decided for the buyer on {when}.")
    return words.format(**parts), format_html(said, when=at(ended, now))
