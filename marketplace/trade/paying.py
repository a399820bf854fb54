"""How a payment stands, and where it is paid."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.site_name import site_name
from escrow.payments import gateways
from escrow.payments.models import Payment
from escrow.payments.states import PaymentState, Verdict
from marketplace.orders.models import Checkout

BANK_TRANSFER = "bank_transfer"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a buyer sends money by bank transfer; `code` is the BIC or the branch, and may be empty."""

    holder: str
    bank: str
    number: str
    code: str


def bank_account(gateway: str) -> BankAccount | None:
    """The host's account, when `gateway` is its own bank: then there is no cashier, and the buyer has to know it."""
    if gateway != BANK_TRANSFER:
        return None
    return BankAccount(settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER, settings.BANK_CODE)


def cashier_of(checkout: Checkout, language: str) -> str:
    """The address of the provider's page for this payment, in the active language, else in `language`."""
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
