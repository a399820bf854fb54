"""What every move leaves behind: an audit row and a message, with ids and amounts only."""

from typing import Any

from core.actor import Actor
from core.effects import Audit, CloseDeadline, Effects, Message, Subject
from escrow.models import Hold


def of_hold(hold: Hold) -> Subject:
    """The hold as the subject of deadlines and records."""
    return Subject("hold", hold.id, hold.book_id)


def of_book(book_id: int) -> Subject:
    """A shop's book (0: the platform's) as the subject of records."""
    return Subject("book", book_id, book_id)


def audited(subject: Subject, action: str, actor: Actor, **data: Any) -> Effects:
    """An audit row alone."""
    return Effects(audits=(Audit(subject, action, actor, data),))


def hold_ended(
    hold: Hold,
    verb: str,
    topic: str | None,
    amount: int,
    actor: Actor,
    *,
    refund_id: int | None = None,
    part: int | None = None,
    outcome: str = "moot",
) -> Effects:
    """The hold came to its end: its deadlines are over, everybody concerned is told under `topic`, if there is one."""
    subject = of_hold(hold)
    return Effects(
        deadlines=(CloseDeadline(subject, "*", outcome),),
        messages=() if topic is None else (hold_message(hold, topic, amount, refund_id, part),),
        audits=(Audit(subject, verb, actor, {"from": hold.state, "amount": amount, "refund": refund_id}),),
    )


def hold_message(hold: Hold, topic: str, amount: int, refund_id: int | None = None, part: int | None = None) -> Message:
    """The outbox row of a fact about a hold; one key for one fact. What may come several times is told apart by its
    refund, or as a `part` where it has none.
    """
    apart = part or refund_id
    key = f"{topic}:{hold.id}" if apart is None else f"{topic}:{hold.id}:{apart}"
    return Message(hold.book_id, key, topic, {"hold": hold.id, "refund": refund_id, "amount": amount})
