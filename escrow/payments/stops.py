"""Whether what a book has asked to be paid out may be sent. Refunds that go to a bank account are never stopped."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from escrow.payments.models import Payout, PayoutStop
from escrow.payments.states import Agreement

#: Of payouts, for `filter`.
NOT_STOPPED = Q(refund__isnull=False) | ~Exists(PayoutStop.objects.filter(book_id=OuterRef("book_id"), lifted_at=None))


def are_stopped(book_id: int) -> bool:
    """Whether there is an open reason not to pay out."""
    return PayoutStop.objects.filter(book_id=book_id, lifted_at=None).exists()


def is_stopped(payout: Payout) -> bool:
    """Whether this one waits."""
    return payout.refund_id is None and are_stopped(payout.book_id)


def agreement(amount: int) -> Agreement:
    """Whether two operators must agree before so much, minor units, leaves for a shop's bank."""
    return Agreement.NEEDED if amount > settings.PAYOUT_FOUR_EYES_ABOVE else Agreement.NONE
