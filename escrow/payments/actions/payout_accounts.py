"""Where money is sent: a shop's first bank account, and a buyer's for a refund that was rejected. How a shop
changes its account stands in payout_details.py.
"""

import re
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import effects as by_products
from core.actor import Actor
from core.errors import DomainError, Invalid
from core.ids import new_id
from escrow.moves import outgoing, traces
from escrow.payments.models import PayoutAccount, Refund
from escrow.payments.states import RefundState

LONGEST_NAME = 80
NUMBER = re.compile(r"[0-9A-Z]{4,34}")


def set_payout_account(
    *, book_id: int, owner_id: int, bank: str, holder: str, number: str, now: datetime, actor: Actor
) -> PayoutAccount:
    """Set where a shop's payouts go, once; afterwards it is changed.

    Raises Invalid (field bank, holder or number), DomainError payout_account_set.
    """
    account = read_account(owner_id, bank, holder, number, now)
    account.book_id = book_id
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            told = traces.audited(traces.of_book(book_id), "set_payout_account", actor, account=account.pk)
            by_products.write(told, now=now)
    except IntegrityError as error:
        raise DomainError("payout_account_set", _("The bank account is set already.")) from error
    return account


def enter_refund_account(
    refund_id: int, *, owner_id: int, bank: str, holder: str, number: str, now: datetime, actor: Actor
) -> PayoutAccount:
    """The buyer says where a rejected refund shall go; two operators then send it there. The last one entered counts.

    Raises Refund.DoesNotExist for a refund of somebody else, Invalid, DomainError refund_not_rejected.
    """
    with transaction.atomic():
        refund = Refund.objects.select_for_update().get(pk=refund_id, payer_id=owner_id)
        if refund.state != RefundState.REJECTED:
            raise DomainError("refund_not_rejected", _("This refund needs no bank account."))
        account = read_account(owner_id, bank, holder, number, now)
        account.save(force_insert=True)
        # Whoever has just decided to send it to the account before must look again.
        Refund.objects.filter(pk=refund.pk).update(version=F("version") + 1)
        subject = outgoing.of_refund(refund)
        by_products.write(traces.audited(subject, "enter_account", actor, account=account.pk), now=now)
    return account


def entered_last(payer_id: int | None) -> PayoutAccount | None:
    """The account a buyer entered last for money that came back. By time: each process draws its ids from a block."""
    if payer_id is None:
        return None
    entered = PayoutAccount.objects.filter(owner_id=payer_id, book_id=None)
    return entered.order_by("-opened_at", "-id").first()


def read_account(owner_id: int, bank: str, holder: str, number: str, now: datetime) -> PayoutAccount:
    """An account as its owner wrote it down, not kept yet. Raises Invalid (field bank, holder or number)."""
    compact = re.sub(r"[\s-]", "", number).upper()
    if not NUMBER.fullmatch(compact):
        raise Invalid("account_number", _("An account number has 4 to 34 digits or letters."), field="number")
    return PayoutAccount(
        id=new_id(),
        owner_id=owner_id,
        bank=_name(bank, "bank"),
        holder=_name(holder, "holder"),
        number=compact,
        email=_address(owner_id),
        opened_at=now,
    )


def _address(owner_id: int) -> str:
    """Where its owner is written to today: a change is told there, even when the address has changed as well."""
    return get_user_model().objects.values_list("email", flat=True).filter(pk=owner_id).first() or ""


def _name(text: str, field: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("account_name", _("Write a name of 1 to 80 characters."), field=field)
    return name
