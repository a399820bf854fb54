"""A provider takes a buyer's money back: what it does to the platform's book, and to the book of each hold.

Examples: a charge of 12,800, the provider's fee 1,500; chargeback 50. P: with a discount of 1,000.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.actor import PROVIDER, Actor
from core.effects import CloseDeadline, Effects, Message, OpenDeadline
from escrow.models import Hold
from escrow.move import Change, Line, Move, NewRow, Taking, entry
from escrow.moves import accounts, clawbacks, traces
from escrow.moves.clawbacks import Standing
from escrow.payments.disputes import CAUSE, EVIDENCE, PLATFORM, deposit_of, key, of_chargeback, share_key
from escrow.payments.models import Capture, Chargeback
from escrow.payments.states import ChargebackState
from escrow.terms import Back, divide_after, divide_back
from escrow.verbs import next_state


def _message(chargeback: Chargeback, topic: str, **content: Any) -> Effects:
    told = {"chargeback": chargeback.pk, "capture": chargeback.capture_id, "amount": chargeback.amount, **content}
    return Effects(messages=(Message(PLATFORM, f"{topic}:{chargeback.pk}", topic, told),))


def _about_deposit(chargeback: Chargeback, topic: str, **content: int) -> Effects:
    """What the shop is told when the charge was its deposit; nothing when it was not."""
    book_id = deposit_of(chargeback)
    if book_id is None:
        return Effects()
    told = {"book": book_id, "chargeback": chargeback.pk, "amount": chargeback.amount, **content}
    return Effects(messages=(Message(book_id, f"{topic}:{chargeback.pk}", topic, told),))


def _decided(chargeback: Chargeback) -> Effects:
    """Nothing about it is promised any more."""
    return Effects(deadlines=(CloseDeadline(of_chargeback(chargeback), "*", "moot"),))


def open_chargeback(new: Chargeback) -> Move:
    """The money is gone from the provider while the dispute is open. `new` is the row to be written; whoever decides
    about its charge meanwhile looks again.

    14: chargeback -> provider 12,800; expense:provider -> provider 1,500
    """
    names = ("id", "capture_id", "gateway", "reference", "currency", "amount", "fee", "reason", "state")
    row = {name: getattr(new, name) for name in (*names, "evidence_due_at")}
    provider = accounts.provider(new.gateway, new.currency)
    return Move(
        changes=(Change(new.capture),),
        rows=(NewRow("new_chargeback", row),),
        entries=(
            entry(
                PLATFORM,
                key(new.pk, "open"),
                Line(accounts.chargeback(new.pk, new.currency), provider, new.amount),
                Line(accounts.provider_cost(new.currency), provider, new.fee),
            ),
        ),
        effects=Effects(deadlines=(OpenDeadline(of_chargeback(new), EVIDENCE, new.evidence_due_at),))
        + _message(new, "chargeback.opened")
        + _about_deposit(new, "deposit.disputed")
        + traces.audited(of_chargeback(new), "open", PROVIDER, amount=new.amount, fee=new.fee, capture=new.capture_id),
    )


def win(chargeback: Chargeback, *, now: datetime) -> Move:
    """The bank gives the money back; what was frozen or kept back for it is free again, hold by hold, afterwards.

    14a: provider -> chargeback 12,800
    """
    line = Line(
        accounts.provider(chargeback.gateway, chargeback.currency),
        accounts.chargeback(chargeback.pk, chargeback.currency),
        chargeback.amount,
    )
    return Move(
        changes=(Change(chargeback, {"state": ChargebackState.WON, "ended_at": now}),),
        entries=(entry(PLATFORM, key(chargeback.pk, "won"), line),),
        effects=_decided(chargeback)
        + _message(chargeback, "chargeback.won")
        + _about_deposit(chargeback, "deposit.dispute_won")
        + traces.audited(of_chargeback(chargeback), "win", PROVIDER, amount=chargeback.amount),
    )


def lose(chargeback: Chargeback, shares: Mapping[int, int]) -> Move:
    """The bank keeps the money. `shares` is what each hold owes of it; each is taken by a move of its own. No entry."""
    stored = {str(hold): amount for hold, amount in shares.items()}
    return Move(
        changes=(Change(chargeback, {"state": ChargebackState.LOST, "shares": stored}),),
        effects=_decided(chargeback)
        + _message(chargeback, "chargeback.lost")
        + traces.audited(of_chargeback(chargeback), "lose", PROVIDER, amount=chargeback.amount, shares=stored),
    )


def take_held(
    chargeback: Chargeback, hold: Hold, back: Back, *, now: datetime, actor: Actor, others: Sequence[int] = ()
) -> Move:
    """What is still in keeping pays the hold's share, and the freeze of this cause ends. When nothing is left there is
    nothing to freeze any more: those of `others` (other disputes about the same charge) end with it.

    14a: hold -> chargeback 12,800
    14P: hold -> promotions 1,000; hold -> chargeback 11,800
    """
    whole = back.total == hold.remaining
    state = next_state(hold, "charge_back" if whole else "charge_back_part")
    back.check(hold)
    parts = divide_back(hold, back)
    kept = accounts.hold(hold.id, hold.currency)
    lifted = (chargeback.pk, *(others if whole else ()))
    ended = {"ended_at": now} if whole else {}
    over = Effects(deadlines=(CloseDeadline(traces.of_hold(hold), "*", "moot"),)) if whole else Effects()
    return Move(
        changes=(
            Change(
                hold,
                {
                    "state": state,
                    "remaining": hold.remaining - back.total,
                    "goods_back": hold.goods_back + back.goods,
                    "other_back": hold.other_back + back.other,
                    "tax_back": hold.tax_back + back.tax,
                    "discount_back": hold.discount_back + parts.promotions,
                    "freeze_count": hold.freeze_count - len(lifted),
                    **ended,
                },
            ),
        ),
        rows=tuple(NewRow("lift_freeze", {"hold_id": hold.id, "cause": CAUSE, "cause_id": one}) for one in lifted),
        entries=(
            entry(
                hold.book_id,
                share_key(chargeback.pk, hold.id),
                Line(kept, accounts.promotions(hold.currency), parts.promotions),
                Line(kept, accounts.chargeback(chargeback.pk, hold.currency), parts.buyer),
            ),
        ),
        effects=over + _taken(chargeback, hold, back, actor),
    )


def take_released(chargeback: Chargeback, hold: Hold, back: Back, standing: Standing, *, actor: Actor) -> Move:
    """The shop had it already: our fee, its payable, its deposit and at last its debt pay the hold's share.

    15: to chargeback: fees 300; payable 5,000; deposit 3,000; receivable 4,500
    """
    parts = divide_after(hold, back)
    due = (accounts.chargeback(chargeback.pk, hold.currency), parts.buyer)
    cause = {"cause": CAUSE, "cause_id": chargeback.pk}
    return Move(
        changes=(clawbacks.taken_back(hold, back, parts),),
        takings=standing.takings(hold.book_id, hold.currency),
        rows=(NewRow("lift_reserve", {"hold_id": hold.id, **cause}),),
        entries=(
            entry(
                hold.book_id,
                share_key(chargeback.pk, hold.id),
                *clawbacks.borne(hold, parts, standing, due),
            ),
        ),
        effects=_taken(chargeback, hold, back, actor),
    )


def _taken(chargeback: Chargeback, hold: Hold, back: Back, actor: Actor) -> Effects:
    content = {"hold": hold.id, "refund": None, "amount": back.total, "chargeback": chargeback.pk}
    message = Message(hold.book_id, f"hold.charged_back:{chargeback.pk}:{hold.id}", "hold.charged_back", content)
    told = traces.audited(
        traces.of_hold(hold),
        "charge_back",
        actor,
        **{"from": hold.state},
        amount=back.total,
        chargeback=chargeback.pk,
    )
    return Effects(messages=(message,)) + told


def bear_the_rest(
    chargeback: Chargeback, rest: int, *, now: datetime, actor: Actor, suspended: tuple[Capture, int] | None = None
) -> Move:
    """Every share was taken. Of a charge from nobody we know (`suspended`) so much still lies in suspense; what nobody
    owes is the host's loss.

    21:  losses -> chargeback 12,800
    21S: suspense -> chargeback 12,800
    """
    due = accounts.chargeback(chargeback.pk, chargeback.currency)
    capture, left = suspended or (chargeback.capture, 0)
    kept = min(rest, left)
    entries = (
        entry(PLATFORM, key(chargeback.pk, "suspense"), Line(accounts.suspense(chargeback.currency), due, kept)),
        entry(PLATFORM, key(chargeback.pk, "loss"), Line(accounts.losses(chargeback.currency), due, rest - kept)),
    )
    return Move(
        changes=(
            *((Change(capture, {"returned": capture.returned + kept}),) if suspended else ()),
            Change(chargeback, {"ended_at": now}),
        ),
        entries=tuple(one for one in entries if one.lines),
        effects=_ended(chargeback, rest - kept, actor),
    )


def take_deposit(
    chargeback: Chargeback, book_id: int, rest: int, deposit: tuple[int, int], *, now: datetime, actor: Actor
) -> Move:
    """The charge was a shop's deposit, which gives it back; what it no longer holds is the shop's debt. `deposit` is
    what it stands at, and the version of its row.

    18b: deposit -> chargeback 30,000; receivable -> chargeback 20,000
    """
    currency = chargeback.currency
    due, mine = accounts.chargeback(chargeback.pk, currency), accounts.deposit(book_id, currency)
    there = min(rest, max(0, deposit[0]))
    owed = rest - there
    taken = entry(
        book_id,
        key(chargeback.pk, "deposit"),
        Line(mine, due, there),
        Line(accounts.receivable(book_id, currency), due, owed),
    )
    content = {"book": book_id, "chargeback": chargeback.pk, "amount": rest, "owed": owed}
    told = Message(book_id, f"deposit.charged_back:{chargeback.pk}", "deposit.charged_back", content)
    return Move(
        changes=(Change(chargeback, {"ended_at": now}),),
        takings=(Taking(book_id, mine, deposit[1]),),
        entries=(taken,),
        effects=_ended(chargeback, 0, actor)
        + Effects(messages=(told,))
        + traces.audited(
            traces.of_book(book_id), "charge_back_deposit", actor, amount=rest, owed=owed, chargeback=chargeback.pk
        ),
    )


def _ended(chargeback: Chargeback, loss: int, actor: Actor) -> Effects:
    return traces.audited(of_chargeback(chargeback), "end", actor, loss=loss)
