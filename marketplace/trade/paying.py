"""How a payment can be made, where, and how it stands."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.site_name import site_name
from escrow.payments import gateways
from escrow.payments.models import Payment
from escrow.payments.states import PaymentState, Verdict
from marketplace.orders.models import Checkout
from marketplace.trade.spans import span

BANK_TRANSFER = "bank_transfer"
#: What to do when the host has closed the way a payment was to come: a buyer, and a shop with its deposit.
_BUY_AGAIN = gettext_lazy(
    "This way of paying is no longer open here. If you have not paid yet, cancel the order and buy again, paying in "
    "another way. If you have, do not pay again: what has come is not lost."
)
_LATER = gettext_lazy(
    "This way of paying is no longer open here. Once the time of this payment is over, pay in another way. If you have "
    "paid already, do not pay again: what has come is not lost."
)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a buyer sends money by bank transfer; `code` is the BIC or the branch, and may be empty."""

    holder: str
    bank: str
    number: str
    code: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay, as people choose it: what it is called, and in `hint` what happens next and for how long."""

    gateway: str
    title: Promise
    hint: str

    def __str__(self) -> str:
        return str(self.title)


def ways_to_pay() -> list[Way]:
    """Every way that is open, the one chosen beforehand first."""
    return [Way(name, gateways.get(name).title, _what_happens(name)) for name in gateways.available()]


def _what_happens(gateway: str) -> str:
    if bank_account(gateway) is not None:
        words = _(
            "The next page says to which account, and which number to write on it. You have %(span)s for it to arrive."
        )
    else:
        words = _("On the next page, in a few minutes. You have %(span)s.")
    return words % {"span": span(gateways.pay_window(gateway))}


def bank_account(gateway: str) -> BankAccount | None:
    """The host's account, when `gateway` is its own bank: then there is no cashier, and the buyer has to know it."""
    if gateway != BANK_TRANSFER or not gateways.is_known(gateway):
        return None
    return BankAccount(settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER, settings.BANK_CODE)


def closed_way(payment: Payment) -> str:
    """Why it cannot be paid the way it was to be, and what to do instead; empty while that way is open."""
    if gateways.is_known(payment.gateway):
        return ""
    return str(_BUY_AGAIN if payment.purpose == "checkout" else _LATER)


def cashier_of(checkout: Checkout, language: str) -> str:
    """The address of the provider's page for this payment, in the active language, else in `language`.

    Raises DomainError gateway_closed where the host no longer takes payments this way.
    """
    payment = checkout.payment
    orders = checkout.orders.count()
    words = ngettext("%(n)s order at %(site)s", "%(n)s orders at %(site)s", orders)
    return gateways.get(payment.gateway).cashier_url(
        payment,
        description=words % {"n": orders, "site": site_name()},
        return_url=settings.SITE_URL + reverse("buyers:paying", args=[payment.reference]),
        language=get_language() or language,
    )


def cashier_of_deposit(payment: Payment, language: str) -> str:
    """The same for what a shop leaves with the host."""
    return gateways.get(payment.gateway).cashier_url(
        payment,
        description=_("Deposit at %(site)s") % {"site": site_name()},
        return_url=settings.SITE_URL + reverse("sellers:deposit"),
        language=get_language() or language,
    )


def stands(payment: Payment) -> str:
    """`waiting`; `coming` when the money is here and is written where it belongs next; `paid`; `void`. One query at
    most.
    """
    if payment.state != PaymentState.AWAITING:
        return "paid" if payment.state == PaymentState.PAID else "void"
    return "coming" if payment.captures.filter(verdict=Verdict.GOOD).exists() else "waiting"
