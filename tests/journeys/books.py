"""What the books say about a story, with names in place of numbers; and whether every rule holds."""

import re
from collections.abc import Iterable, Mapping

from core import clock
from escrow import invariants
from escrow.journal import JournalLine, whole_journal
from escrow.models import Hold
from escrow.payments.models import Capture, Chargeback, Payment, Payout, Refund

Line = tuple[str, str, str, int]

LETTERS = "ABCDEFGH"


def journal(payments: Iterable[Payment], shops: Mapping[int, str]) -> list[Line]:
    """(key, debit, credit, amount) of every posting that concerns the payments, or what the shops were paid out.

    Payments are P, Q, R; charges C1, C2; holds A, B, C in the order they were opened; refunds 1, 2; payouts 1, 2;
    chargebacks X1, X2; shops as `shops` names their ids. Debts that were settled are 1, 2.
    """
    paid = list(payments)
    captures = list(Capture.objects.filter(payment__in=paid).order_by("recorded_at", "pk"))
    holds = list(Hold.objects.filter(payment__in=paid).order_by("opened_at", "pk"))
    refunds = list(Refund.objects.filter(capture__in=captures).order_by("opened_at", "pk"))
    payouts = list(Payout.objects.filter(book_id__in=shops) | Payout.objects.filter(refund__in=refunds))
    payouts.sort(key=lambda payout: (payout.opened_at, payout.pk))
    names = {
        **{str(payment.pk): "PQRSTUVW"[n] for n, payment in enumerate(paid)},
        **{capture.reference: f"C{n}" for n, capture in enumerate(captures, 1)},
        **{str(capture.pk): f"C{n}" for n, capture in enumerate(captures, 1)},
        **{
            str(one.pk): f"X{n}"
            for n, one in enumerate(Chargeback.objects.filter(capture__in=captures).order_by("pk"), 1)
        },
        **{str(hold.pk): LETTERS[n] for n, hold in enumerate(holds)},
        **{str(refund.pk): str(n) for n, refund in enumerate(refunds, 1)},
        **{str(payout.pk): str(n) for n, payout in enumerate(payouts, 1)},
    }
    lines = [_of_shops(line, shops) for line in whole_journal()]
    ours = {f"payable:{name}" for name in shops.values()}
    settled = dict.fromkeys(line[0] for line in lines if line[0].startswith("offset:") and line[1] in ours)
    names |= {key.split(":")[1]: str(n) for n, key in enumerate(settled, 1)}
    return [_named(line, names) for line in lines if names.keys() & _parts(line)]


def broken() -> list[str]:
    """The rules that do not hold, by name and with what breaks them; those of the layers above too."""
    return [f"{rule.name}: {rule.details}" for rule in invariants.check_site(clock.now())]


def _of_shops(line: JournalLine, shops: Mapping[int, str]) -> Line:
    """Books have small numbers that others bear as well: name them first."""

    def named(found: re.Match[str]) -> str:
        return f"{found[1]}:{shops.get(int(found[2]), 'another shop')}"

    debit, credit = (
        re.sub(r"^(payable|deposit|receivable):(\d+)$", named, label) for label in (line.debit_label, line.credit_label)
    )
    return line.key, debit, credit, line.amount


def _parts(line: Line) -> set[str]:
    return {part for text in line[:3] for part in text.split(":")}


def _named(line: Line, names: Mapping[str, str]) -> Line:
    key, debit, credit = (":".join(names.get(part, part) for part in text.split(":")) for text in line[:3])
    unnamed = re.search(r"\d{2}", key + debit + credit)
    assert not unnamed, f"a number without a name: {key}, {debit}, {credit}"
    return key, debit, credit, line[3]
