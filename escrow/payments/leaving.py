"""How money leaves for a shop's bank: the same for what it earned and for its deposit."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from escrow import balances
from escrow.chart import Account
from escrow.move import Move
from escrow.moves import outgoing
from escrow.payments import gateways, stops
from escrow.payments.models import PayoutAccount


def leave(
    source: Account, how_much: Callable[[int], int], account: PayoutAccount | None, *, payout_id: int, actor: Actor
) -> Move:
    """A payout of what `how_much` says of the balance of `source`, a shop's payable or deposit.

    Above the set amount two operators agree first. Raises what `how_much` does; DomainError: no_payout_account,
    no_gateway.
    """
    stands_at, version = balances.balance_to_take_from(source.subject, source)
    amount = how_much(stands_at)
    if account is None:
        raise DomainError("no_payout_account", _("Please enter your bank account first."))
    gateway = next(iter(gateways.available()), None)
    if gateway is None:
        raise DomainError("no_gateway", _("This site cannot send money at the moment."))
    return outgoing.payout_requested(
        source,
        amount,
        account,
        gateway=gateway,
        payout_id=payout_id,
        version=version,
        agreement=stops.agreement(amount),
        actor=actor,
    )
