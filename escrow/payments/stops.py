"""Whether what a book has asked to be paid out may be sent. Refunds that go to a bank account are never stopped."""

from django.db.models import Exists, OuterRef, Q

from escrow.payments.models import Payout, PayoutStop

#: Of payouts, for `filter`.
NOT_STOPPED = Q(refund__isnull=False) | ~Exists(PayoutStop.objects.filter(book_id=OuterRef("book_id"), lifted_at=None))


def are_stopped(book_id: int) -> bool:
    """Whether there is an open reason not to pay out."""
    return PayoutStop.objects.filter(book_id=book_id, lifted_at=None).exists()


def is_stopped(payout: Payout) -> bool:
    """Whether this one waits."""
    return payout.refund_id is None and are_stopped(payout.book_id)
