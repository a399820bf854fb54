"""The custody line of the checkout: nothing is paid, and everybody sees who will hold what."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from core.site_name import site_name
from marketplace.orders.quote import Quote
from marketplace.trade.custody import CustodyLine, Stand, Station
from marketplace.trade.phrases import amount


def before_paying(quote: Quote) -> CustodyLine:
    """The line of a quote, its total in a dashed box at the buyer."""
    total = quote.total
    text = amount(total) if total else ""
    shops = len(quote.orders)
    seller = (
        quote.orders[0].shop.shown_name if shops == 1 else ngettext("%(n)s shop", "%(n)s shops", shops) % {"n": shops}
    )
    stations = (
        Station(gettext("You"), gettext("pay once")),
        Station(site_name(), gettext("holds it")),
        Station(seller, gettext("when you confirm")),
    )
    return CustodyLine("unpaid", "", SafeString(""), (Stand("buyer", text, firm=False),), stations)
