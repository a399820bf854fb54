"""Some buyers pay into the host's own bank account: days later, too little, twice, with a slip in the reference, too
late. Operators copy the statement, book it, send what goes out and tick it off; some of that comes back.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings

from escrow.bank.actions.book_arrival import book_arrival, match_arrival
from escrow.bank.actions.end_transfer import tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.lines import Line
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import TransferState
from escrow.payments.models import Payment
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.habits.ruling import decide
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.model.facts import BANK, SANDBOX, Charge
from marketplace.simulation.world import WAYS, World

#: So many of the purchases are paid like this; of what the desk sends so many are refused, and come back later.
SHARE, REFUSED, RETURNED = 0.2, 0.05, 0.08
#: A slip in the reference is understood by so many of those who copy it.
UNDERSTOOD = 0.5
EVERY = timedelta(hours=22)
#: The part of the days in which payouts leave from the bank.
FROM_BANK = (0.35, 0.75)


@dataclass(frozen=True, slots=True)
class Sent:
    """A transfer to the host, by the bank's name for it; `meant` is our reference, `text` what was written."""

    name: str
    payer: str
    meant: str
    text: str
    amount: int
    currency: str


def begin(world: World) -> None:
    """Somebody looks after the account every day; for a time the host pays shops out of it."""
    moment = world.now
    while moment < world.end:
        moment += EVERY
        world.at(moment, Doing("look after the bank", "operator", partial(_sit, world)))
    for part, first in zip(FROM_BANK, (BANK, SANDBOX), strict=True):
        world.at(world.now + part * (world.end - world.now), Doing("pay out elsewhere", "operator", _pay(world, first)))


def _pay(world: World, first: int) -> Act:
    def act() -> None:
        settings.GATEWAYS = WAYS if first == SANDBOX else WAYS[::-1]
        world.model.pays_out_through = first

    return act


def pay(world: World, number: int, payer: str, payment: Payment, how: str) -> float:
    """The buyer of purchase `number` transfers as one does (`buying.PAYING`). Answers in how many hours it counts."""
    chance = world.wanted.chance("transfer", number)
    hours = chance.between(6, 60) + (180 if how == "late" else 0)
    amount = max(1, payment.amount - 100) if how == "short" else payment.amount
    text = _slipped(payment.reference) if how == "under another reference" else payment.reference
    if how == "never":
        return hours
    for time in range(2 if how == "twice" else 1):
        sent = Sent(f"N{number}-{time}", payer, payment.reference, text, amount, payment.currency)
        _operator(world, hours + 30 * time, "enter arrival", partial(_enter, world, sent), partial(_see, world, sent))
    return hours + 24


def _slipped(reference: str) -> str:
    """With one digit wrong."""
    return f"{reference[:-1]}{(int(reference[-1]) + 1) % 10}"


def _operator(world: World, hours: float, what: str, act: Act, then: Act | None = None) -> None:
    world.at(world.now + timedelta(hours=hours), Doing(what, "operator", act, then))


def _enter(world: World, sent: Sent) -> None:
    line = Line(
        value_on=world.now.date(),
        amount=sent.amount,
        currency=sent.currency,
        payer=sent.payer,
        number="6217001234567890",
        text=f"goods {sent.text}",
        bank_reference=sent.name,
    )
    enter_arrival(line, operator_id=world.cast.operators[0].pk, now=world.now)


def _arrival(sent: Sent) -> Arrival:
    return Arrival.objects.get(bank_reference=sent.name)


def _see(world: World, sent: Sent) -> None:
    """What names a payment is booked; of the others some are understood, some are nobody's."""
    chance = world.wanted.chance("arrival", sent.name)
    claimed = sent.meant if sent.text == sent.meant else ""
    book = partial(_operator, world, chance.between(1, 20), "book arrival")
    if claimed or not chance.likely(UNDERSTOOD):
        book(partial(_book, world, sent, claimed))
    else:
        then = partial(book, partial(_book, world, sent, sent.meant))
        _operator(world, 1, "match arrival", partial(_match, world, sent), then)


def _match(world: World, sent: Sent) -> None:
    one = _arrival(sent)
    match_arrival(one.pk, claimed=sent.meant, operator_id=world.cast.operators[0].pk, now=world.now)


def _book(world: World, sent: Sent, claimed: str) -> None:
    """Raises Disagreement when the site reads the text otherwise than we do."""
    one = _arrival(sent)
    if one.claimed != claimed:
        raise Disagreement("wrong payment", f"{sent} counts as for {one.claimed!r} instead of {claimed!r}")
    world.model.means("book", one.pk, what=Charge(claimed, sent.amount, sent.currency, BANK))
    book_arrival(one.pk, claimed=claimed, operator_id=world.cast.operators[1].pk, now=world.now)


def _sit(world: World) -> None:
    """Send what stands on the list; the bank refuses some, and sends back some payouts days later."""
    for one in Transfer.objects.filter(state=TransferState.LISTED).order_by("pk"):
        fate = world.wanted.chance("sent", one.reference).random()
        if fate < REFUSED:
            _operator(world, 0.05, "refuse transfer", partial(decide, world, "transfer_refuse", one.pk, {}))
            continue
        back = partial(_comes_back, world, one) if one.kind == "payout" and fate < REFUSED + RETURNED else None
        _operator(world, 0.05, "tick off transfer", partial(_tick_off, world, one), back)


def _tick_off(world: World, one: Transfer) -> None:
    world.model.pays_out(one.reference, one.number)
    named = f"T-{one.reference}"
    tick_off_transfer(one.pk, bank_reference=named, operator_id=world.cast.operators[0].pk, now=world.now)


def _comes_back(world: World, one: Transfer) -> None:
    sent = Sent(f"B-{one.reference}", one.holder, "", f"returned {one.reference}", one.amount, one.currency)
    then = partial(_operator, world, 2, "match arrival", partial(_match_back, world, sent, one.pk), None)
    chance = world.wanted.chance("returned", one.reference)
    _operator(world, chance.between(30, 90), "enter arrival", partial(_enter, world, sent), then)


def _match_back(world: World, sent: Sent, transfer: int) -> None:
    arrival = _arrival(sent)
    match_arrival(arrival.pk, transfer_id=transfer, operator_id=world.cast.operators[0].pk, now=world.now)
    _operator(world, 3, "book arrival", partial(_book_back, world, arrival.pk))


def _book_back(world: World, arrival: int) -> None:
    """No charge: a transfer of ours."""
    world.model.means("book", arrival, what=None)
    sent = Transfer.objects.get(returns=arrival).reference
    book_arrival(arrival, claimed="", transfer=sent, operator_id=world.cast.operators[1].pk, now=world.now)
