"""Chargebacks: what a bank takes back waits until it says who was right; then each order gives its share."""

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Dispute, Given, Hold, Payment
from marketplace.simulation.model.incoming import PROVIDER, SUSPENSE
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, nothing_moves, rule
from marketplace.simulation.model.sharing import shared

LOSSES = Account("losses")
COST = Account("provider_cost")

nothing_moves(
    *(f"chargeback.{verb}" for verb in ("submit_evidence", "evidence_sent", "evidence_refused", "evidence_missed")),
    "book.charge_back_deposit",
)


def part_for(hold: Hold, share: int) -> Given:
    """The least of the hold of which `share` is the buyer's. Of all that is given back theirs is, rounded up, as large
    a part as they paid of all that was kept.
    """
    left = hold.left
    if share == hold.outstanding:
        return left
    before = hold.goods_back + hold.other_back
    buyers = before - hold.promo_back + share
    total = (buyers - 1) * hold.amount // hold.from_buyer + 1 - before
    return Given(*shared(total, (left.goods, left.other)))


def _paid(model: Model, dispute: Dispute) -> Payment | None:
    """The payment that the disputed charge paid: one that came twice, late or short paid none."""
    return next((one for one in model.payments.values() if one.paid_by == dispute.about.charge), None)


def _shares(model: Model, dispute: Dispute) -> dict[int, int]:
    """What each order of the payment owes, by what its buyer has not got back."""
    payment = _paid(model, dispute)
    owing = {number: model.holds[number].outstanding for number in sorted(payment.holds)} if payment else {}
    owing = {number: amount for number, amount in owing.items() if amount}
    if not owing:
        return {}
    return dict(zip(owing, shared(min(dispute.about.amount, sum(owing.values())), [*owing.values()]), strict=True))


def at_stake(model: Model, number: int, order: int) -> Given:
    """What the chargeback takes of an order, or would take if it were lost now."""
    dispute, hold = model.disputes[number], model.holds[order]
    shares = dispute.shares if dispute.state == "lost" else _shares(model, dispute)
    return part_for(hold, shares.get(order, 0))


@rule("chargeback.open")
def _open(model: Model, record: Record) -> None:
    about = model.disputed[record.also["dispute"]]
    if about.charge != record.also["charge"]:
        raise Disagreement("wrong charge", f"{record.also['dispute']} is about {about.charge}")
    model.disputes[record.id] = Dispute(about)
    model.books.move(Account("chargeback", record.id), PROVIDER, about.amount)
    model.books.move(COST, PROVIDER, about.fee)


def _decided(model: Model, record: Record, state: str) -> Dispute:
    dispute = model.disputes[record.id]
    if dispute.state != "open":
        raise Disagreement("wrong order of acts", f"{record.name} {record.id}, which is {dispute.state}")
    dispute.state = state
    return dispute


@rule("chargeback.win")
def _win(model: Model, record: Record) -> None:
    amount = _decided(model, record, "won").about.amount
    model.books.move(PROVIDER, Account("chargeback", record.id), amount)


@rule("chargeback.lose")
def _lose(model: Model, record: Record) -> None:
    dispute = _decided(model, record, "lost")
    dispute.shares = _shares(model, dispute)


@rule("chargeback.end")
def _end(model: Model, record: Record) -> None:
    """Every order gave its share: of the rest, what still lies in suspense goes, and the host loses what does not."""
    dispute, due = model.disputes[record.id], Account("chargeback", record.id)
    if dispute.state != "lost":
        raise Disagreement("wrong order of acts", f"{record.name} {record.id}, which is {dispute.state}")
    dispute.state = "ended"
    code, rest = dispute.about.charge, -model.books.balances[due]
    payment = _paid(model, dispute)
    if payment is not None and payment.deposit_of:
        there = min(rest, model.books.balances[Account("deposit", payment.deposit_of)])
        model.books.move(Account("deposit", payment.deposit_of), due, there)
        model.books.move(Account("receivable", payment.deposit_of), due, rest - there)
        return
    waiting = min(rest, model.suspended.get(code, 0))
    if waiting:
        model.suspended[code] -= waiting
        model.books.move(SUSPENSE, due, waiting)
    model.books.move(LOSSES, due, rest - waiting)
