"""Which acts can meet, by where the money stands. Every pair of a row is tried, stopped at each statement."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from core.actor import SYSTEM
from core.effects import Effects
from escrow.actions.claw_back import claw_back
from escrow.actions.debts import pay_off_debt, write_off_debt
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.release_due import release_due
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.actions.settle import settle_hold
from escrow.actions.void import void_hold
from escrow.models import Hold
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.payouts import finish_payout, return_payout
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.refunds import finish_refund, reject_refund
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payment
from escrow.payments.paying import PaidFor, Pays
from escrow.terms import Back
from tests.machine import scene as scenes
from tests.machine.scene import CLAIM, PART, Scene

Meet = Callable[[Scene], object]


def _fund(scene: Scene) -> object:
    return fund_hold(scene.hold.id, capture_id=scene.captured.id, now=scene.now, actor=SYSTEM)


def _record(scene: Scene, pays: Pays | None = None) -> object:
    payment = scene.hold.payment
    return record_capture(
        gateway=payment.gateway,
        reference=f"c-{payment.pk}",
        claimed_reference=payment.reference,
        amount=payment.amount,
        currency=payment.currency,
        captured_at=scene.now,
        now=scene.now,
        pays=pays,
    )


def _of_payment(payment: Payment, _now: datetime) -> PaidFor:
    return PaidFor([(hold, Effects()) for hold in Hold.objects.filter(payment=payment)], Effects())


def _close(scene: Scene) -> None:
    close_payment(scene.hold.payment_id, now=scene.now, actor=SYSTEM)


def _void(scene: Scene) -> object:
    return void_hold(scene.hold.id, now=scene.now, actor=SYSTEM)


def _release(scene: Scene) -> object:
    return release_hold(scene.hold.id, now=scene.now, actor=SYSTEM)


def _timer(scene: Scene) -> object:
    return release_due(now=scene.now, effects_of=lambda _hold: Effects())


def _refund(scene: Scene, back: Back) -> object:
    return refund_hold(scene.hold.id, back, reason="damaged", now=scene.now, actor=SYSTEM)


def _freeze(scene: Scene) -> object:
    return freeze_hold(scene.hold.id, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def _unfreeze(scene: Scene) -> object:
    return unfreeze_hold(scene.hold.id, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def _settle(scene: Scene) -> object:
    return settle_hold(scene.hold.id, PART, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def _payout(scene: Scene, amount: int) -> object:
    return request_payout(book_id=scene.book, amount=amount, currency="CNY", now=scene.now, actor=SYSTEM)


def _reserve(scene: Scene) -> object:
    return reserve_hold(scene.hold.id, PART.total, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def _lift(scene: Scene) -> object:
    return lift_reserve(scene.hold.id, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def _claw_back(scene: Scene) -> object:
    now = scene.now
    return claw_back(scene.hold.id, PART, cause="claim", cause_id=CLAIM, reason="claim", now=now, actor=SYSTEM)


def _pay_off(scene: Scene) -> object:
    return pay_off_debt(scene.book, "CNY", now=scene.now)


def _write_off(scene: Scene) -> None:
    write_off_debt(scene.book, "CNY", 1_000, now=scene.now, actor=SYSTEM)


def _payout_paid(scene: Scene) -> object:
    return finish_payout(scene.payout.pk, now=scene.now)


def _payout_back(scene: Scene) -> object:
    return return_payout(scene.payout.pk, "closed", now=scene.now)


def _refund_done(scene: Scene) -> object:
    return finish_refund(scene.refund.pk, tries=0, now=scene.now)


def _refund_no(scene: Scene) -> object:
    return reject_refund(scene.refund.pk, "closed", tries=0, now=scene.now)


_PART, _WHOLE = partial(_refund, back=PART), partial(_refund, back=Back(12_000, 800))

#: Where the money stands -> the acts that may meet there, by name.
MEETINGS: Mapping[Callable[[Scene], None], Mapping[str, Meet]] = {
    scenes.unpaid: {"fund": _fund, "void": _void},
    scenes.awaited: {
        "pay at once": partial(_record, pays=_of_payment),
        "record": _record,
        "void": _void,
        "close": _close,
    },
    scenes.held: {
        "release": _release,
        "timer": _timer,
        "refund part": _PART,
        "refund whole": _WHOLE,
        "freeze": _freeze,
    },
    scenes.frozen: {"settle": _settle, "unfreeze": _unfreeze, "release": _release, "refund part": _PART},
    scenes.released: {
        "payout whole": partial(_payout, amount=12_500),
        "payout part": partial(_payout, amount=9_000),
        "reserve": _reserve,
    },
    scenes.reserved: {"claw back": _claw_back, "lift": _lift, "payout": partial(_payout, amount=8_500)},
    scenes.indebted: {
        "release": _release,
        "pay off": _pay_off,
        "write off": _write_off,
        "payout": partial(_payout, amount=5_000),
    },
    scenes.payout_sent: {"paid": _payout_paid, "returned": _payout_back},
    scenes.refund_sent: {"done": _refund_done, "rejected": _refund_no, "release": _release},
}
