"""Money taken back after the seller had it: out of our fee, the seller's payable, the deposit, and else as a debt.

Examples: hold 43 was released (payable 12,500, fee 300); P: with a discount of 1,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.actor import Actor
from escrow.chart import Account
from escrow.models import Hold
from escrow.move import Change, Line, Move, NewRow, Row, Taking, entry
from escrow.moves import accounts, traces
from escrow.moves.holds import refund_row
from escrow.terms import Back, Division, divide_after
from escrow.verbs import next_state


@dataclass(frozen=True, slots=True)
class Standing:
    """What a shop's book can bear, as it was read: (balance, version of the account's row), minor units."""

    payable: tuple[int, int]
    deposit: tuple[int, int]

    def takings(self, book_id: int, currency: str) -> tuple[Taking, ...]:
        """Both accounts are taken from by whoever claws back, so that no two of them count the same money."""
        return (
            Taking(book_id, accounts.payable(book_id, currency), self.payable[1]),
            Taking(book_id, accounts.deposit(book_id, currency), self.deposit[1]),
        )

    def bear(self, book_id: int, currency: str, amount: int) -> tuple[tuple[Account, int], ...]:
        """`amount` of the seller's: from the payable, then the deposit; what is missing becomes a debt."""
        from_payable = min(amount, max(0, self.payable[0]))
        from_deposit = min(amount - from_payable, max(0, self.deposit[0]))
        return (
            (accounts.payable(book_id, currency), from_payable),
            (accounts.deposit(book_id, currency), from_deposit),
            (accounts.receivable(book_id, currency), amount - from_payable - from_deposit),
        )


def reserve(hold: Hold, amount: int, *, cause: Row, reserve_id: int, version: int, actor: Actor) -> Move:
    """So much of the payable waits for the outcome of `cause` (its kind and id), instead of what waited for it before;
    `version` is the row's of the account. No entry.
    """
    next_state(hold, "reserve")
    row = {
        "id": reserve_id,
        "book_id": hold.book_id,
        "hold_id": hold.id,
        **cause,
        "currency": hold.currency,
        "amount": amount,
    }
    return Move(
        changes=(Change(hold),),
        takings=(Taking(hold.book_id, accounts.payable(hold.book_id, hold.currency), version),),
        rows=(NewRow("new_reserve", row),),
        effects=traces.audited(traces.of_hold(hold), "reserve", actor, amount=amount, **cause),
    )


def lift_reserve(hold: Hold, *, cause: Row, actor: Actor) -> Move:
    """`cause` is over and took nothing. No entry."""
    next_state(hold, "reserve")
    return Move(
        changes=(Change(hold),),
        rows=(NewRow("lift_reserve", {"hold_id": hold.id, **cause}),),
        effects=traces.audited(traces.of_hold(hold), "lift_reserve", actor, **cause),
    )


def claw_back(
    hold: Hold,
    back: Back,
    standing: Standing,
    *,
    cause: Row,
    source: tuple[int, int],
    refund_id: int,
    reason: str,
    actor: Actor,
) -> Move:
    """An after-sale claim ends: `back` goes to the buyer, as far as the book bears it; the rest is the shop's debt.

    16:  fees -> refund_due 100; payable -> refund_due 1,000; receivable -> refund_due 2,900
    16P: fees 100, payable 1,000, receivable 2,588 -> refund_due; receivable -> promotions 312
    """
    parts = divide_after(hold, back)
    due = (accounts.refund_due(refund_id, hold.currency), parts.buyer)
    rows: tuple[NewRow, ...] = (NewRow("lift_reserve", {"hold_id": hold.id, **cause}),)
    if parts.buyer:
        refund = refund_row(
            refund_id,
            book_id=hold.book_id,
            hold_id=hold.id,
            source=source,
            currency=hold.currency,
            amount=parts.buyer,
            reason=reason,
        )
        rows = (NewRow("new_refund", refund), *rows)
    return Move(
        changes=(taken_back(hold, back, parts),),
        takings=standing.takings(hold.book_id, hold.currency),
        rows=rows,
        entries=(entry(hold.book_id, f"hold:{hold.id}:claw_back:{refund_id}", *borne(hold, parts, standing, due)),),
        effects=traces.audited(traces.of_hold(hold), "claw_back", actor, amount=back.total, **cause),
    )


def taken_back(hold: Hold, back: Back, parts: Division) -> Change:
    """What the hold says afterwards. Raises DomainError as `next_state`, back_negative, back_too_much."""
    next_state(hold, "claw_back")
    back.check(hold)
    return Change(
        hold,
        {
            "goods_back": hold.goods_back + back.goods,
            "other_back": hold.other_back + back.other,
            "tax_back": hold.tax_back + back.tax,
            "discount_back": hold.discount_back + parts.promotions,
            "fee": hold.fee - parts.fee,
        },
    )


def borne(hold: Hold, parts: Division, standing: Standing, due: tuple[Account, int]) -> tuple[Line, ...]:
    """The fee and tax given back and what the seller bears, poured into `due` and the promotion."""
    sources = (
        (accounts.fees(hold.currency), parts.fee),
        (accounts.tax_due(hold.currency), parts.tax),
        *standing.bear(hold.book_id, hold.currency, parts.seller),
    )
    return pour(sources, (due, (accounts.promotions(hold.currency), parts.promotions)))


def pour(sources: Sequence[tuple[Account, int]], targets: Sequence[tuple[Account, int]]) -> tuple[Line, ...]:
    """Lines that empty the sources, in their order, into the targets, in theirs. Both have one sum."""
    lines = []
    waiting = [(account, amount) for account, amount in targets if amount]
    for source, amount in sources:
        rest = amount
        while rest:
            target, room = waiting.pop(0)
            part = min(rest, room)
            lines.append(Line(source, target, part))
            rest -= part
            if room > part:
                waiting.insert(0, (target, room - part))
    return tuple(lines)


def pay_off(book_id: int, currency: str, amount: int, standing: Standing, *, offset_id: int, actor: Actor) -> Move:
    """What a shop earned, and what is missing out of its deposit, pays `amount` of its debt: no more than both are.

    17: payable -> receivable 2,900
    18d: payable -> receivable 1,000; deposit -> receivable 1,900
    """
    debt = accounts.receivable(book_id, currency)
    lines = pour(standing.bear(book_id, currency, amount), ((debt, amount),))
    return Move(
        takings=standing.takings(book_id, currency),
        entries=(entry(book_id, f"offset:{offset_id}", *lines),),
        effects=traces.audited(traces.of_book(book_id), "pay_off", actor, amount=amount, currency=currency),
    )


def write_off(book_id: int, currency: str, amount: int, *, offset_id: int, version: int, actor: Actor) -> Move:
    """A debt nobody will pay becomes the host's loss; `version` is that of the payable's row.

    20: losses -> receivable 2,900
    """
    line = Line(accounts.losses(currency), accounts.receivable(book_id, currency), amount)
    return Move(
        takings=(Taking(book_id, accounts.payable(book_id, currency), version),),
        entries=(entry(book_id, f"offset:{offset_id}", line),),
        effects=traces.audited(traces.of_book(book_id), "write_off", actor, amount=amount, currency=currency),
    )
