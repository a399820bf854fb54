"""One shop's money, brought to where two acts may meet, each time in a book of its own."""

from datetime import datetime
from itertools import count
from typing import Any

from django.db import connection

from core.actor import PROVIDER, SYSTEM
from core.effects import Effects, OpenDeadline, Subject, write
from escrow.actions.claw_back import claw_back
from escrow.actions.freeze import freeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.reserve import reserve_hold
from escrow.models import Hold
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout, Refund
from escrow.payments.states import PayoutState, RefundState
from escrow.terms import Back
from tests.make import escrow as make

_books = count(1_000)
CLAIM = 5
PART = Back(goods=4_000)

_SIGNS = """
SELECT 'hold', h.state, h.remaining::text, h.freeze_count::text FROM escrow_hold h WHERE h.book_id = %(book)s
UNION ALL SELECT 'account', (number >> 10 & 63)::text, sum(net)::text, ''
FROM (SELECT credit AS number, amount AS net FROM ledger_posting WHERE book_id = %(book)s
      UNION ALL SELECT debit, -amount FROM ledger_posting WHERE book_id = %(book)s) AS moved GROUP BY 2
UNION ALL SELECT 'refund', state, amount::text, reason FROM payments_refund WHERE book_id = %(book)s
UNION ALL SELECT 'capture', c.verdict, c.allotted::text, p.state
FROM payments_capture c JOIN payments_payment p ON p.id = c.payment_id JOIN escrow_hold h ON h.payment_id = p.id
WHERE h.book_id = %(book)s
UNION ALL SELECT 'payout', state, amount::text, '' FROM payments_payout WHERE book_id = %(book)s
UNION ALL SELECT 'reserve', cause, amount::text, (lifted_at IS NULL)::text FROM escrow_reserve WHERE book_id = %(book)s
ORDER BY 1, 2, 3, 4
"""


class Scene:
    """A book with a hold in it; `earned` is another one, whose money the shop has."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.book = next(_books)
        self.hold = make.unpaid_hold(now, book_id=self.book)
        self.captured = make.capture(self.hold.payment, now)

    def signs(self) -> list[tuple[Any, ...]]:
        """How the book stands, without the numbers that are new each time."""
        with connection.cursor() as cursor:
            cursor.execute(_SIGNS, {"book": self.book})
            return list(cursor.fetchall())

    @property
    def refund(self) -> Refund:
        return Refund.objects.get(book_id=self.book)

    @property
    def payout(self) -> Payout:
        return Payout.objects.get(book_id=self.book)


def unpaid(scene: Scene) -> None:
    """Its money has come and is not decided."""


def awaited(scene: Scene) -> None:
    """Beside it, one whose money has not come."""
    scene.hold = make.unpaid_hold(scene.now, book_id=scene.book)


def held(scene: Scene) -> None:
    promise = OpenDeadline(Subject("hold", scene.hold.id, scene.book), "release", scene.now)
    fund_hold(scene.hold.id, capture_id=scene.captured.id, now=scene.now, actor=PROVIDER)
    write(Effects(deadlines=(promise,)), now=scene.now)


def frozen(scene: Scene) -> None:
    held(scene)
    freeze_hold(scene.hold.id, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def released(scene: Scene) -> None:
    """The shop has 12,500 and a bank account."""
    held(scene)
    release_hold(scene.hold.id, now=scene.now, actor=SYSTEM)
    set_payout_account(
        book_id=scene.book,
        owner_id=make.PAYER,
        bank="ICBC",
        holder="Wang Tea",
        number="62220200000471",
        now=scene.now,
        actor=SYSTEM,
    )


def reserved(scene: Scene) -> None:
    """4,000 of it wait for the outcome of a claim."""
    released(scene)
    reserve_hold(scene.hold.id, PART.total, cause="claim", cause_id=CLAIM, now=scene.now, actor=SYSTEM)


def indebted(scene: Scene) -> None:
    """The claim took 4,000 when all was paid out but 8,500: nothing is owed; then the same again with nothing left."""
    reserved(scene)
    request_payout(book_id=scene.book, amount=8_500, currency="CNY", now=scene.now, actor=SYSTEM)
    claw_back(scene.hold.id, Back(goods=8_000), cause="claim", cause_id=CLAIM, reason="x", now=scene.now, actor=SYSTEM)
    scene.hold = make.hold(scene.now, book_id=scene.book)


def payout_sent(scene: Scene) -> None:
    released(scene)
    request_payout(book_id=scene.book, amount=12_500, currency="CNY", now=scene.now, actor=SYSTEM)
    Payout.objects.filter(book_id=scene.book).update(state=PayoutState.SENT)


def refund_sent(scene: Scene) -> None:
    held(scene)
    refund_hold(scene.hold.id, PART, reason="damaged", now=scene.now, actor=SYSTEM)
    Refund.objects.filter(book_id=scene.book).update(state=RefundState.SENT)


def reread(scene: Scene) -> Hold:
    return Hold.objects.get(pk=scene.hold.id)
