"""docs/money.md, written from the code it explains."""

from collections.abc import Iterable

from escrow import invariants
from escrow.balances import OWED, OWNED
from escrow.chart import Kind
from escrow.examples import EXAMPLES, Example
from escrow.examples_after import AFTER
from escrow.move import Line

_INTRODUCTION = """\
# The books, with every move in numbers

This page is written by `manage.py money` from the chart of accounts, the moves and the invariants; a test compares
it with the code. Amounts are minor units (fen). `A -> B n` means: debit A, credit B, amount n.

## How it works

- A **posting** has a debit account, a credit account and an amount above 0, so an entry cannot be out of balance.
  Entries and postings are append-only: the database refuses UPDATE, DELETE and TRUNCATE, and the site's role writes
  them through one function alone (`escrow/sql/commit_move.sql`). A correction is a reversing entry.
- An **entry** has a unique key named after the fact (`hold:43:release`). The same key with the same content is one
  entry; with other content it is an error.
- A **move** is an entry together with everything that must be true at the same moment: the hold's new state, the
  refund's row, the audit row, the deadlines, the messages. Python decides it without a lock (`escrow/moves/`); the
  function locks and compares what it was decided on, and writes all of it in one round trip. When something changed
  meanwhile it is decided once more, and then refused.
- A **book** belongs to one shop; book 0 is the platform's. A hold's move touches one book.
- The **balance** of an account is a sum, never a column: a checkpoint plus the postings since. Only what takes from
  a payable locks that one account. A checkpoint takes no transaction that still runs.

## Fees, discounts, parts

H is what entered the hold, D the platform's discount in it, *back* what was given back so far.

- promotions get floor(D x back / H) of what is given back, the buyer the rest; each refund posts the difference of
  the cumulated values, so many small refunds end like one large one.
- fee = floor(rate x (goods less the shop's discount, of what the seller keeps) / 10,000), taken at release or
  settlement.
- Always: buyer + promotions + seller + fee + tax = H.

## After the release

- What an open after-sale claim or chargeback may take is **reserved**: no payout touches so much of the payable.
- Money that goes back to a buyer after the release comes from the fee (computed anew on what the seller keeps), the
  tax, the payable, the deposit; what they do not bear is a **debt** (receivable). What the shop earns pays it off
  before anything is paid out. Whoever claws back and whoever pays out lock the payable, so no money is taken twice.
- A **chargeback** freezes what is still in keeping and reserves the rest. Lost, it is split over the payment's holds by
  what each received from the buyer and has not given back; of a hold it takes the smallest amount whose buyer's part is
  the share, and all of it when all is asked. What no shop owes is the host's loss.
- A charge that came twice, late or short paid no hold: a dispute about it binds none, and what is lost is the host's.
  One from nobody we know is taken out of suspense. A deposit gives its own charge back, and what has left it meanwhile
  is a debt.
"""

_EXAMPLES = """
## Every move, in numbers

Goods 8,000 + 4,000, sending 800: H = 12,800; rate 2.5 %. **P**: with a platform discount of 1,000 (the buyer pays
11,800). Payment 41, charge 42 (`ch_1`), hold 43, refund 45, payout 46, chargeback or claim 50; shop 7.
"""

_INVARIANTS = """
## What must always be true

`make books` prints the trial balance, the cover, and each of these by name; beat checks them every few minutes, and
so does every journey of the tests. Each has a test that breaks it and sees it named. A restored dump may come from
a server that counted more transactions; the next roll-up notices and makes the checkpoints anew (`manage.py books
--roll-up`).
"""


def text() -> str:
    """The whole page."""
    parts = [_INTRODUCTION, _chart(), _EXAMPLES, *map(_example, (*EXAMPLES, *AFTER)), _INVARIANTS]
    parts.append("\n" + "\n".join(f"- {name.replace('_', ' ')}" for name in invariants.NAMES) + "\n")
    return "".join(parts)


def _chart() -> str:
    rows = [
        f"| `{kind.label}{f':<{kind.subject}>' if kind.subject else ''}` | {kind.nature.value} | {_in_cover(kind)} |"
        for kind in Kind
    ]
    head = "\n## Accounts\n\n| account | nature | in cover |\n|---|---|---|\n"
    cover = (
        "\n\n**Cover** is what is the host's own: what counts + less what counts -. It equals the host's capital and"
        "\nresult. A promotion or a draw that would take it below 0 is refused.\n"
    )
    return head + "\n".join(rows) + cover


def _in_cover(kind: Kind) -> str:
    return "+" if kind in OWNED else "-" if kind in OWED else ""


def _example(example: Example) -> str:
    entries = [entry for move in example.moves() for entry in move.entries]
    lines = [
        f"{entry.key + ':':<28} {line.debit.label} -> {line.credit.label} {line.amount:,}"
        for entry in entries
        for line in entry.lines
    ]
    accounts = _t_accounts([line for entry in entries for line in entry.lines])
    return f"\n### {example.number}. {example.title}\n\n```\n" + "\n".join(lines) + f"\n\n{accounts}\n```\n"


def _t_accounts(lines: Iterable[Line]) -> str:
    """Every account as a T: its debits on the left, its credits on the right, two accounts beside one another."""
    sides: dict[str, tuple[list[int], list[int]]] = {}
    for line in lines:
        sides.setdefault(line.debit.label, ([], []))[0].append(line.amount)
        sides.setdefault(line.credit.label, ([], []))[1].append(line.amount)
    drawn = [_t(label, *both) for label, both in sides.items()]
    rows: list[str] = []
    for pair in (drawn[start : start + 2] for start in range(0, len(drawn), 2)):
        height = max(map(len, pair))
        filled = [box + [" " * _WIDTH] * (height - len(box)) for box in pair]
        rows += ["    ".join(row).rstrip() for row in zip(*filled, strict=True)] + [""]
    return "\n".join(rows).rstrip()


_SIDE = 14
_WIDTH = 2 * _SIDE + 1


def _t(label: str, debits: list[int], credits_: list[int]) -> list[str]:
    height = max(len(debits), len(credits_))
    left = [f"{amount:,}" for amount in debits] + [""] * (height - len(debits))
    right = [f"{amount:,}" for amount in credits_] + [""] * (height - len(credits_))
    body = [f"{a:>{_SIDE - 1}} |{b:>{_SIDE - 1}} " for a, b in zip(left, right, strict=True)]
    return [label.center(_WIDTH), "-" * _SIDE + "+" + "-" * _SIDE, *body]
