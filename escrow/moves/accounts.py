"""The accounts that moves name."""

from escrow.chart import GATEWAYS, Account, Kind


def provider(gateway: str, currency: str) -> Account:
    return Account(Kind.PROVIDER, GATEWAYS[gateway], currency)


def payment(payment_id: int, currency: str) -> Account:
    return Account(Kind.PAYMENT, payment_id, currency)


def hold(hold_id: int, currency: str) -> Account:
    return Account(Kind.HOLD, hold_id, currency)


def payable(book_id: int, currency: str) -> Account:
    return Account(Kind.PAYABLE, book_id, currency)


def refund_due(refund_id: int, currency: str) -> Account:
    return Account(Kind.REFUND_DUE, refund_id, currency)


def payout_due(payout_id: int, currency: str) -> Account:
    return Account(Kind.PAYOUT_DUE, payout_id, currency)


def deposit(book_id: int, currency: str) -> Account:
    return Account(Kind.DEPOSIT, book_id, currency)


def receivable(book_id: int, currency: str) -> Account:
    return Account(Kind.RECEIVABLE, book_id, currency)


def tax_due(currency: str) -> Account:
    return Account(Kind.TAX_DUE, 0, currency)


def suspense(currency: str) -> Account:
    return Account(Kind.SUSPENSE, 0, currency)


def fees(currency: str) -> Account:
    return Account(Kind.FEES, 0, currency)


def promotions(currency: str) -> Account:
    return Account(Kind.PROMOTIONS, 0, currency)


def losses(currency: str) -> Account:
    return Account(Kind.LOSSES, 0, currency)


def goodwill(currency: str) -> Account:
    return Account(Kind.GOODWILL, 0, currency)


def provider_cost(currency: str) -> Account:
    return Account(Kind.PROVIDER_COST, 0, currency)


def chargeback(chargeback_id: int, currency: str) -> Account:
    return Account(Kind.CHARGEBACK, chargeback_id, currency)


def capital(currency: str) -> Account:
    return Account(Kind.CAPITAL, 0, currency)
