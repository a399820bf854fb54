"""What came under a payment and could not be taken for it, as its payer reads it: how much, why, and how far back."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Money
from escrow.payments.models import Capture, Payment, Refund
from escrow.payments.states import RefundState, Verdict
from marketplace.trade.phrases import amount

#: By why it goes back; each sentence as the money is under way, and as it has arrived.
_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    Verdict.SECOND: (
        _("{amount} came a second time. It goes back to you by itself."),
        _("{amount} came a second time. It went back to you."),
    ),
    Verdict.SHORT: (
        _("{amount} came: too little. It goes back to you by itself."),
        _("{amount} came: too little. It went back to you."),
    ),
    Verdict.OVER: (
        _("{amount} came: too much. It goes back to you by itself."),
        _("{amount} came: too much. It went back to you."),
    ),
    Verdict.LATE: (
        _("{amount} came too late. It goes back to you by itself."),
        _("{amount} came too late. It went back to you."),
    ),
}
_OTHERWISE = (
    _("{amount} came that does not fit this payment. It goes back to you by itself."),
    _("{amount} came that does not fit this payment. It went back to you."),
)
_REFUSED = _("{amount} came that was not needed, and your way of paying refuses to take it back. We see to it.")


def returned(payment: Payment) -> list[str]:
    """A sentence for each, the oldest first. One query."""
    refunds = Refund.objects.filter(capture__payment=payment, hold_id=None)
    return sentences(refunds.select_related("capture").order_by("pk"))


def sentences(refunds: Iterable[Refund]) -> list[str]:
    """Of refunds that were never for a hold, with their captures."""
    return [_sentence(refund, refund.capture) for refund in refunds]


def _sentence(refund: Refund, capture: Capture) -> str:
    under_way, arrived = _WORDS.get(capture.verdict, _OTHERWISE)
    words = arrived if refund.state == RefundState.SUCCEEDED else under_way
    if refund.state == RefundState.REJECTED:
        words = _REFUSED
    return str(words).format(amount=amount(Money(refund.amount, refund.currency)))
