"""Which bank account is a book's, and which one waits to replace it; the key by which its owner undoes that.

Whoever changes them locks both rows first, in the order of their ids.
"""

from django.core import signing
from django.db.models import QuerySet

from escrow.payments.models import PayoutAccount
from escrow.payments.states import AccountState

_SIGNER = signing.Signer(salt="payments.undo")


def in_use(book_id: int) -> PayoutAccount | None:
    """Where a book's payouts go."""
    return PayoutAccount.objects.filter(book_id=book_id, state=AccountState.IN_USE).first()


def waiting(book_id: int) -> PayoutAccount | None:
    """Where they will go when the time has passed and nobody has undone it."""
    return PayoutAccount.objects.filter(book_id=book_id, state=AccountState.WAITING).first()


def both(book_id: int, *, hold: bool = False) -> dict[AccountState, PayoutAccount]:
    """The one in use and the one that waits, by their state; `hold` keeps them until the transaction ends."""
    found = PayoutAccount.objects.filter(book_id=book_id, state__in=[AccountState.IN_USE, AccountState.WAITING])
    rows = found.select_for_update().order_by("pk") if hold else found
    return {AccountState(row.state): row for row in rows}


def book_of(account: PayoutAccount) -> int:
    """Its book; 0 when it is a person's own."""
    return account.book_id or 0


def undo_key(account: PayoutAccount) -> str:
    """What stands in the letter's link: whoever has it may undo this change, and nothing else."""
    return _SIGNER.sign(str(account.pk)).replace(":", ".", 1)


def by_undo_key(key: str) -> QuerySet[PayoutAccount]:
    """The account that a key of `undo_key` is for; none when nobody gave out such a key."""
    number, _dot, signature = key.partition(".")
    try:
        found = int(_SIGNER.unsign(f"{number}:{signature}"))
    except (signing.BadSignature, ValueError):
        return PayoutAccount.objects.none()
    return PayoutAccount.objects.filter(pk=found).exclude(book_id=None)
