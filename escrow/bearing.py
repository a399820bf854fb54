"""Who would bear what is taken back of a released hold: looked at before it happens, computed as it will be."""

from typing import NamedTuple

from escrow.actions.claw_back import standing
from escrow.models import Hold
from escrow.moves import accounts
from escrow.terms import Back, divide_after


class Bearing(NamedTuple):
    """Minor units: our fee and the tax that are given back, what the shop still has, its deposit, and a new debt."""

    fee: int
    tax: int
    payable: int
    deposit: int
    debt: int


def bearing(hold: Hold, back: Back) -> Bearing:
    """Of what the shop has as of now. Four queries. Raises `Invalid` or `DomainError` back_too_much."""
    back.check(hold)
    parts = divide_after(hold, back)
    found = dict(standing(hold.book_id, hold.currency).bear(hold.book_id, hold.currency, parts.seller))
    kinds = (accounts.payable, accounts.deposit, accounts.receivable)
    return Bearing(parts.fee, parts.tax, *(found[kind(hold.book_id, hold.currency)] for kind in kinds))
