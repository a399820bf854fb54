"""What a shop reads of a sum that is asked, offered or ruled, where the platform paid a part of the price."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.money import Money
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
