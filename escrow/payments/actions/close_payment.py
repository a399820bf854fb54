"""The time to pay is over, or nothing is left to be paid for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError
from escrow import commit
from escrow.move import Move
from escrow.moves import incoming
from escrow.payments import asking, attempt
from escrow.payments.models import Payment
from escrow.payments.states import PaymentState, Verdict

POINTS = commit.points("close_payment")


def close_payment(payment_id: int, *, now: datetime, actor: Actor, effects: Effects = Effects()) -> None:
    """Void a payment nobody paid. All its deadlines end; the provider is asked hourly for 72 h whether money came late.

    Closing twice is once. Raises DomainError: payment_paid, changed_meanwhile.
    """

    def decide() -> Move:
        payment = Payment.objects.get(pk=payment_id)
        if payment.state == PaymentState.VOID:
            raise attempt.DoneBefore
        if payment.state == PaymentState.PAID or payment.captures.filter(verdict=Verdict.GOOD).exists():
            raise DomainError("payment_paid", _("This has been paid."))
        asked = asking.closed(incoming.of_payment(payment), now)
        return incoming.close(payment, now=now, actor=actor).with_effects(asked + effects)

    attempt.carry_out(POINTS, decide, now=now)
