"""The host's own bank: lines of a statement, transfers in every state, a buyer who reads what to write."""

from datetime import datetime, timedelta

from escrow.actions.open import open_payment
from escrow.bank.actions.end_transfer import refuse_transfer, tick_off_transfer
from escrow.bank.actions.list_transfer import list_payout
from escrow.bank.models import Transfer
from escrow.payments.disputes import DEPOSIT
from escrow.payments.models import Payment
from marketplace.catalog.models import Shop, Sku
from marketplace.users.models import User
from tests import make
from tests.make import bank

ACCOUNT = {
    "BANK_HOLDER": "Danbao Escrow Services (Zhejiang) Ltd",
    "BANK_NAME": "Agricultural Bank of China, Lishui",
    "BANK_NUMBER": "6222 0200 0000 0009",
    "BANK_CODE": "ABOCCNBJ110",
}


def banking(buyer: User, sku: Sku, reader: User, now: datetime) -> dict[str, list[object]]:
    """What addresses point at, by what they are about; `reader` is the operator who looks."""
    other = make.operator("Officer Qian").pk
    order = make.placed_order(buyer=buyer, sku=sku, now=now)
    payment = order.checkout.payment
    Payment.objects.filter(pk=payment.pk).update(gateway="bank_transfer")
    slip = bank.entered_arrival(now, operator_id=other, text=payment.reference[:-1], amount=payment.amount)
    own = bank.entered_arrival(now, operator_id=reader.pk, text=payment.reference, payer="Ouyang Lin " * 9)
    bank.entered_arrival(now, operator_id=other, text=f"goods {payment.reference}", amount=payment.amount)
    sent, refused = _listed("O405", now), _listed("O406", now)
    tick_off_transfer(sent.pk, bank_reference="2026112300004711", operator_id=other, now=now)
    refuse_transfer(refused.pk, problem="The account is closed.", operator_id=other, now=now)
    back = bank.entered_arrival(now, operator_id=other, text="RETURN account closed", amount=12_500)
    return {
        "payment by transfer": [payment.reference],
        "order by transfer": [order.reference],
        "slip": [slip.pk],
        "own arrival": [own.pk],
        "come back": [back.pk],
        "sent transfer": [sent.pk],
        "refused transfer": [refused.pk],
        "goodwill": ["goodwill"],
        "debt": ["debt_write_off"],
    }


def deposit_by_transfer(shop: Shop, now: datetime) -> None:
    """The shop's owner is to send a deposit of ¥2,000.00 to the host's account."""
    open_payment(
        payer_id=shop.owner_id,
        purpose=DEPOSIT,
        book_id=shop.book_id,
        gateway="bank_transfer",
        currency=shop.currency,
        amount=200_000,
        expires_at=now + timedelta(days=7),
        now=now,
    )


def _listed(reference: str, now: datetime) -> Transfer:
    return list_payout(make.unsaved_payout(reference, "6222000000001234", 12_500, now))
