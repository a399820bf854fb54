"""Which lines of a shop's account a payout is made of: derived from the journal, and it always adds up to the payout.

What comes in is paid out in the order in which it came. What was taken back meanwhile (a claim after the sale, a
dispute, a debt) is taken off the next payout as a whole; a payout that came back comes in anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escrow.payments.models import Payout
from escrow.statement import StatementLine, statement

REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Item:
    """`part` minor units of a line of the account (below 0: taken off); of one that came in not always the whole."""

    line: StatementLine
    part: int


def items(payout: Payout) -> list[Item]:
    """What a payout is made of, in the order in which it came in. One statement.

    None when it was not taken from what the shop earned: a deposit that went back.
    """
    lines = statement(payout.book_id, payout.currency)
    return divide(lines[::-1], key_of(payout.pk))


def key_of(payout_id: int) -> str:
    """The entry by which a payout was asked for."""
    return f"payout:{payout_id}:{REQUEST}"


def divide(lines: Iterable[StatementLine], key: str) -> list[Item]:
    """What the line `key` took, of all lines of an account, oldest first. Pure.

    All that ever came in is one row of coins: each payout takes the next ones, as many as it needs for itself and for
    what was taken back before it.
    """
    known = list(lines)
    begin, back = 0, list[Item]()
    for line in known:
        if line.change > 0:
            continue
        if not _is_payout(line.key):
            back.append(Item(line, line.change))
            continue
        end = begin - line.change - sum(item.part for item in back)
        if line.key == key:
            return [*_coins(known, begin, end), *back]
        begin, back = end, []
    return []


def _coins(lines: Iterable[StatementLine], begin: int, end: int) -> Iterator[Item]:
    """Whose coins lie from `begin` to before `end` in the row."""
    came = 0
    for line in lines:
        if line.change > 0:
            part = min(end, came + line.change) - max(begin, came)
            came += line.change
            if part > 0:
                yield Item(line, part)


def _is_payout(key: str) -> bool:
    return key.startswith("payout:") and key.endswith(f":{REQUEST}")
