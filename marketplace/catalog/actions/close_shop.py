"""A shop closes for good. What lies with the host goes back once nobody can ask for any of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import SYSTEM, Actor
from core.acts import act
from core.effects import Audit, CloseDeadline, Effects, MoveDeadline, OpenDeadline, Subject
from core.errors import DomainError
from core.models import Deadline
from escrow import queries
from escrow.actions.deposits import return_deposit
from escrow.models import Hold, Reserve
from escrow.payments.models import Payout, PayoutAccount
from escrow.payments.states import PayoutState
from marketplace.catalog.actions.pay_deposit import deposit_waiting
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.catalog.refusals import refuse_closed
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.refusals import refuse_suspended

RETURN = "return_deposit"
#: When something still keeps the deposit, it is looked at again after so long.
AGAIN = timedelta(days=1)


@act("close_shop", of="catalog")
def close_shop(shop_id: int, *, now: datetime, actor: Actor) -> Shop:
    """At once its goods vanish from the shelves, and nothing new is sold. The deposit goes back when the last time to
    ask for money has passed.

    Refused: `shop_closed`, `shop_suspended`, `person_suspended`, `orders_open`, `money_open`, `no_payout_account` (for
    a deposit to go back to). Raises `Shop.DoesNotExist`.
    """
    shop = Shop.objects.get(pk=shop_id)
    lock_person(shop.owner_id)
    refuse_closed(shop_id)
    refuse_suspended(person=shop.owner_id, shops={shop.pk: shop.owner_id})
    _refuse_open(shop)
    Listing.objects.filter(shop=shop, state=ListingState.LIVE).update(state=ListingState.HIDDEN, changed_at=now)
    shop.closed_at = now
    shop.save(update_fields=["closed_at"])
    told = Effects(audits=(Audit(Subject("shop", shop.pk, shop.book_id), "closed", actor),))
    if queries.deposited(shop.book_id, shop.currency):
        told += Effects(deadlines=(OpenDeadline(_subject(shop), RETURN, max(now, _free_at(shop))),))
    effects.write(told, now=now)
    return shop


def _refuse_open(shop: Shop) -> None:
    if Hold.objects.filter(book_id=shop.book_id, ended_at=None).exists():
        raise DomainError("orders_open", _("Orders are still open. The shop can close when the last one has ended."))
    under_way = Payout.objects.filter(
        book_id=shop.book_id, refund=None, state__in=[PayoutState.REQUESTED, PayoutState.SENT]
    )
    if (
        queries.payable(shop.book_id, shop.currency)
        or queries.debt(shop.book_id, shop.currency)
        or Reserve.objects.filter(book_id=shop.book_id, lifted_at=None).exists()
        or under_way.exists()
        or deposit_waiting(shop) is not None
    ):
        raise DomainError(
            "money_open", _("Money is still open: have what is available paid out, and let it arrive first.")
        )
    has_account = PayoutAccount.objects.filter(book_id=shop.book_id).exists()
    if not has_account and queries.deposited(shop.book_id, shop.currency):
        raise DomainError("no_payout_account", _("Please enter your bank account first."))


def _free_at(shop: Shop) -> datetime:
    """When the last buyer can no longer ask for anything back."""
    last = Hold.objects.filter(book_id=shop.book_id).order_by("-ended_at").values_list("ended_at", flat=True).first()
    return shop.opened_at if last is None else last + timedelta(seconds=settings.AFTER_SALE_WINDOW)


def _subject(shop: Shop) -> Subject:
    return Subject("shop", shop.pk, shop.book_id)


@act("ask_for_deposit", of="catalog")
def ask_for_deposit(shop_id: int, *, now: datetime, actor: Actor) -> Payout:
    """Send the deposit of a closed shop once more, when it is here again: a bank sent it back, or the desk did not
    send it.

    Refused: `shop_open`, `deposit_due` (it goes by itself at its time), `no_deposit`, and as `return_deposit`. Raises
    `Shop.DoesNotExist`.
    """
    shop = Shop.objects.get(pk=shop_id)
    if shop.closed_at is None:
        raise DomainError("shop_open", _("The deposit goes back when your shop has closed."))
    if goes_back_at(shop) is not None:
        raise DomainError("deposit_due", _("The deposit goes to your bank account by itself."))
    payout = return_deposit(book_id=shop.book_id, currency=shop.currency, now=now, actor=actor)
    if payout is None:
        raise DomainError("no_deposit", _("There is no deposit here."))
    return payout


def goes_back_at(shop: Shop) -> datetime | None:
    """When the deposit of a closed shop goes back by itself; None when it has done so, or there was none."""
    promised = Deadline.objects.filter(subject_type="shop", subject_id=shop.pk, kind=RETURN, done_at=None)
    return promised.values_list("due_at", flat=True).first()


@act("send_deposit_back", of="catalog")
def send_deposit_back(deadline: Deadline, now: datetime) -> None:
    """The deposit of a closed shop goes to its bank account. While a question about its orders is open it waits."""
    shop = Shop.objects.get(pk=deadline.subject_id)
    try:
        return_deposit(book_id=shop.book_id, currency=shop.currency, now=now, actor=SYSTEM)
    except DomainError as refusal:
        if refusal.code == "changed_meanwhile":
            raise
        effects.write(Effects(deadlines=(MoveDeadline(_subject(shop), RETURN, now + AGAIN),)), now=now)
    else:
        effects.write(Effects(deadlines=(CloseDeadline(_subject(shop), RETURN, "passed"),)), now=now)
