"""What a shop reads of a sum that is asked, offered or ruled, where the platform has a part in it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import Money
from escrow.terms import divide_after
from marketplace.claims.dividing import back_for
from marketplace.claims.models import Sums
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.phrases import figure


def all_of_it(asked: ClaimFacts, sums: Sums) -> SafeString:
    """What leaves the shop by these sums in all, and to whom; nothing where all of it is the buyer's."""
    ours = asked.to_us(sums)
    if not ours.minor:
        return SafeString("")
    order = asked.claim.order
    return format_html(
        _("It is {all} in all: {theirs} for {buyer}, and {ours} that goes back to us, our own discount."),
        all=figure(Money(sums.total, order.currency)),
        theirs=figure(asked.to_buyer(sums)),
        buyer=order.buyer.name,
        ours=figure(ours),
    )


def charge_back(asked: ClaimFacts, sums: Sums) -> SafeString:
    """After the sale: what of our charge, which the shop has paid by then, these sums bring back to it."""
    hold = asked.claim.order.hold
    if not asked.claim.after_sale:
        return SafeString("")
    try:
        fee = divide_after(hold, back_for(hold, sums)).fee
    except DomainError:
        return SafeString("")  # so much is not left: agreeing is refused
    if not fee:
        return SafeString("")
    return format_html(_("Of our charge, {fee} comes back to you."), fee=figure(Money(fee, hold.currency)))
