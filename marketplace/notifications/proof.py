"""Proof that a person was told: a notice that was read, or whose e-mail was accepted at an address that is known to
be theirs, starts the wait of a deadline.

Silence counts only after proven notice (docs/states.md). Writing such a proof down is a log, like the line in a web
server's journal: it changes nothing a reader can see or do, so a GET may do it.
"""

from collections.abc import Iterable
from datetime import datetime

from core.actor import Role
from core.deadlines import Told, give_notices
from marketplace.claims.queries import open_claim_of
from marketplace.conversations.models import Thread
from marketplace.notifications.claim_topics import ON_THE_PAGE as OF_A_CLAIM
from marketplace.notifications.models import Notification
from marketplace.notifications.topics import HAND_OVER, RELEASE, SHIP, telling_of
from marketplace.orders.models import Order
from marketplace.users.models import User

#: What the order's own page tells whoever opens it.
ON_THE_PAGE = {Role.BUYER: (RELEASE,), Role.SELLER: (SHIP, HAND_OVER)}


def proves(notice: Notification) -> bool:
    """Whether it speaks of any deadline."""
    return bool(_told(notice))


def prove(notice: Notification, at: datetime) -> None:
    """The notice reached its person at `at`: the deadlines it speaks of are proven, not those opened after it."""
    give_notices(_told(notice), at=at)


def _told(notice: Notification) -> list[Told]:
    row = telling_of(notice.topic, notice.payload.get("as", ""), notice.payload)
    proves = row.proves if row else ()
    ids = {"claim": notice.payload.get("claim", 0)}
    return [
        Told(subject_type, ids.get(subject_type, notice.subject_id), kind, notice.at) for subject_type, kind in proves
    ]


def record_reading(user: User, order: Order, now: datetime, *, claim_id: int = 0) -> None:
    """`user` looks at the page of `order`: their notices about it are read, and their deadlines are known to them.

    Whoever is neither its buyer nor its seller proves nothing. `claim_id` is the order's open claim, for who knows it;
    otherwise it is looked for. Two statements.
    """
    roles = {order.buyer_id: Role.BUYER, order.shop.owner_id: Role.SELLER}
    role = roles.get(user.pk)
    if role is None:
        return
    Notification.objects.filter(user=user, subject_type="order", subject_id=order.pk, read_at=None).update(read_at=now)
    told = [Told(subject_type, order.pk, kind, now) for subject_type, kind in ON_THE_PAGE[role]]
    claim = None if claim_id or not order.hold.freeze_count else open_claim_of(order)
    if number := claim_id or (claim.pk if claim else 0):
        told += [Told("claim", number, kind, now) for kind in OF_A_CLAIM[role]]
    give_notices(told, at=now)


def record_conversation_read(user: User, thread: Thread, now: datetime) -> None:
    """`user` has read what was new in a conversation, and with it the notices that told of it. One statement."""
    told = Notification.objects.filter(user=user, subject_type="thread", subject_id=thread.pk, read_at=None)
    told.update(read_at=now)


def record_notices_read(notices: Iterable[Notification], now: datetime) -> None:
    """The notices stood on a page their person looked at. Two statements, however many there are.

    Those that are not new are proven as well: it may have been a program that put them aside.
    """
    shown = list(notices)
    unread = [notice.pk for notice in shown if notice.read_at is None]
    Notification.objects.filter(pk__in=unread).update(read_at=now)
    give_notices([told for notice in shown for told in _told(notice)], at=now)
