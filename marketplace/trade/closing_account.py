"""A person closes the account: names and addresses are erased, what the books and the other side need is kept."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor, Role
from core.acts import act
from core.effects import Audit, Effects, Subject
from core.errors import DomainError
from core.models import IdempotencyKey
from escrow import queries
from escrow.models import Hold, Reserve
from escrow.payments.models import Payout, PayoutAccount, Refund
from escrow.payments.states import PayoutState, RefundState
from marketplace.catalog.models import Shop
from marketplace.claims.models import GoodsBack, ReturnAddress
from marketplace.orders.models import Address, Basket, BasketLine, Order
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.refusals import refuse_suspended
from marketplace.users.models import User

#: What stands where a name stood.
NOBODY = "—"
_NO_PLACE = {"recipient": NOBODY, "phone": "", "region": "", "street": ""}


@act("close_account", of="trade")
def close_account(person_id: int, *, now: datetime) -> None:
    """Erase who `person_id` is; nobody signs in as them again.

    Refused: `person_suspended`, `operators_stay`, `shop_open`, `orders_open`, `money_open`.
    """
    person = lock_person(person_id)
    refuse_suspended(person=person_id)
    if person.is_operator:
        raise DomainError("operators_stay", _("An operator’s account is kept: first the role has to be taken away."))
    _refuse_open(person)
    _erase(person, now)
    about = Subject("person", person_id, 0)
    effects.write(Effects(audits=(Audit(about, "account_closed", Actor(Role.BUYER, person_id)),)), now=now)


def _refuse_open(person: User) -> None:
    shop = Shop.objects.filter(owner=person).first()
    if shop is not None and shop.closed_at is None:
        raise DomainError("shop_open", _("Close your shop first."))
    bought = Order.objects.filter(buyer=person)
    if (
        Hold.objects.filter(order__in=bought, ended_at=None).exists()
        or Reserve.objects.filter(hold__order__in=bought, lifted_at=None).exists()
    ):
        raise DomainError("orders_open", _("Orders of yours are still open. Wait until the last one has ended."))
    back = [RefundState.DUE, RefundState.SENT, RefundState.REJECTED]
    out = [PayoutState.REQUESTED, PayoutState.SENT]
    left = shop is not None and any(
        figure(shop.book_id, shop.currency) for figure in (queries.payable, queries.deposited, queries.debt)
    )
    if (
        left
        or Refund.objects.filter(payer=person, state__in=back).exists()
        or Payout.objects.filter(account__owner=person, state__in=out).exists()
    ):
        raise DomainError("money_open", _("Money is still on its way to you, or owed. Wait until it has arrived."))


def _erase(person: User, now: datetime) -> None:
    Address.objects.filter(owner=person).delete()
    BasketLine.objects.filter(basket__owner=person).delete()
    # Whoever is placing it at this moment finds another version.
    Basket.objects.filter(owner=person).update(version=F("version") + 1, changed_at=now)
    Order.objects.filter(buyer=person).update(**_NO_PLACE, note="")
    ReturnAddress.objects.filter(shop__owner=person).delete()
    GoodsBack.objects.filter(claim__order__shop__owner=person).update(**_NO_PLACE)
    PayoutAccount.objects.filter(owner=person).update(holder=NOBODY, number="")
    # First answers hold what they told; the key this very act may run under has none yet.
    IdempotencyKey.objects.filter(owner=f"user:{person.pk}", answer__isnull=False).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.name, person.email, person.is_active = NOBODY, f"closed-{person.pk}@closed.invalid", False
    person.session_round += 1
    person.set_unusable_password()
    person.save(update_fields=["name", "email", "is_active", "session_round", "password"])
