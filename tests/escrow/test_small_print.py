"""What an action is about, and nothing beside it: this hold, this shop, this many, what was read, what was said."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from core.actor import SYSTEM, Actor, Role
from core.calls import call
from core.effects import Audit, Effects
from core.errors import DomainError
from core.idempotency import Idempotency, Repeated
from core.ids import new_id
from core.models import AuditRecord, Deadline
from core.twice import ChangedMeanwhile
from escrow import commit, invariants
from escrow.actions.capital import pay_in_capital, reference_used
from escrow.actions.costs import book_provider_fee, give_goodwill
from escrow.actions.debts import owed, pay_off_debt, write_off_debt
from escrow.actions.deposits import return_deposit
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.open import new_hold, open_payment, open_with_holds
from escrow.actions.refund import refund_hold
from escrow.actions.release_due import release_due
from escrow.actions.rely import rely_on_hold
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.move import Change, Move
from escrow.moves import traces
from escrow.payments import gateways
from escrow.payments.actions.chargebacks import lose_chargeback
from escrow.payments.models import Payment, Refund
from escrow.queries import deposited
from escrow.terms import Back, Terms
from tests.escrow.test_refusals import refused
from tests.escrow.test_release_due import due, nothing
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account

OTHER_BOOK = 8
OPERATOR = Actor(Role.OPERATOR, 91)
LARGEST = 10**14
#: The shop earns 98 of it.
SMALL = Terms(currency="CNY", amount=100, fee_base=100, fee_rate=250)


def indebted(now: datetime, book_id: int = make.BOOK) -> int:
    """A shop that was paid out all it earned, and owes 39.00 of what went back to a buyer since."""
    account(now, book_id=book_id)
    hold = after.released(now, book_id=book_id)
    after.spent(now, left=0, book_id=book_id)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, Back(goods=4_000), now)
    return owed(book_id, "CNY")


def test_a_cause_that_freezes_one_hold_does_not_freeze_another(db: None, now: datetime) -> None:
    first, second = make.hold(now), make.hold(now)
    freeze_hold(first.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    freeze_hold(second.id, cause="claim", cause_id=2, now=now, actor=SYSTEM)
    with refused("hold_not_frozen"):
        unfreeze_hold(second.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)


def test_a_cause_that_keeps_something_back_of_one_hold_keeps_nothing_of_another(db: None, now: datetime) -> None:
    first, second = after.released(now), after.released(now)
    reserve_hold(first.id, 500, cause="after_sale", cause_id=1, now=now, actor=OPERATOR)
    reserve_hold(second.id, 500, cause="after_sale", cause_id=2, now=now, actor=OPERATOR)
    with refused("not_reserved"):
        lift_reserve(second.id, cause="after_sale", cause_id=1, now=now, actor=SYSTEM)
    reserve_hold(second.id, 500, cause="chargeback", cause_id=2, now=now, actor=OPERATOR)
    with refused("reserve_known"):
        reserve_hold(second.id, 500, cause="chargeback", cause_id=2, now=now, actor=OPERATOR)
    record = AuditRecord.objects.get(action="reserve", subject_id=first.id)
    assert (record.actor_id, record.data) == (91, {"amount": 500, "cause": "after_sale", "cause_id": 1})


def test_a_lost_share_does_not_wait_for_the_claim_of_another_order(db: None, now: datetime) -> None:
    hold, other = make.hold(now), make.hold(now)
    lost = after.disputed(hold.payment, now)
    after.frozen_for(lost, hold, now)
    freeze_hold(other.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    lose_chargeback(lost.pk, now=now)
    assert after.charged_back(lost, hold, now).state == "refunded"


def test_a_shop_owes_what_it_owes_and_not_what_another_does(db: None, now: datetime) -> None:
    debt = indebted(now)
    assert (debt, owed(OTHER_BOOK, "CNY")) == (3_900, 0)
    with refused("debt_smaller"):
        write_off_debt(OTHER_BOOK, "CNY", 1, now=now, actor=SYSTEM)


def test_a_debt_is_written_off_and_paid_off_part_by_part(db: None, now: datetime) -> None:
    debt = indebted(now)
    assert pay_off_debt(make.BOOK, "CNY", now=now) == 0
    assert AuditRecord.objects.filter(action="pay_off").count() == 0
    for amount in (1, 2):
        write_off_debt(make.BOOK, "CNY", amount, now=now, actor=SYSTEM)
    for too_much_or_nothing in (debt - 2, 0):
        with refused("debt_smaller"):
            write_off_debt(make.BOOK, "CNY", too_much_or_nothing, now=now, actor=SYSTEM)
    for _sale in range(2):
        after.released(now, SMALL)
        assert pay_off_debt(make.BOOK, "CNY", now=now) == 98
    write_off_debt(make.BOOK, "CNY", debt - 3 - 2 * 98, now=now, actor=SYSTEM)
    keys = JournalEntry.objects.filter(key__startswith="offset:").values_list("key", flat=True)
    assert [key.removeprefix("offset:").isdigit() for key in keys] == [True] * 5
    assert (owed(make.BOOK, "CNY"), invariants.check_all(now)) == (0, [])


def test_a_deposit_leaves_though_something_is_open_at_another_shop(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now, 1)
    hold = after.released(now, book_id=OTHER_BOOK)
    reserve_hold(hold.id, 500, cause="after_sale", cause_id=1, now=now, actor=SYSTEM)
    assert return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM) is not None
    assert deposited(make.BOOK, "CNY") == 0


def test_a_deposit_stays_when_nothing_can_carry_it(db: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    account(now)
    after.deposited(now)
    monkeypatch.setattr(gateways, "available", dict)
    with refused("no_gateway"):
        return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)


def test_goodwill_is_for_an_order_that_was_paid(db: None, now: datetime) -> None:
    make.capital(now, 500)
    with refused("hold_not_paid"):
        give_goodwill(make.unpaid_hold(now).id, 500, now=now, actor=SYSTEM)
    assert give_goodwill(make.hold(now).id, 500, now=now, actor=SYSTEM).amount == 500  # all that is the host's own


def test_the_largest_amount_there_is_can_be_booked(db: None, now: datetime) -> None:
    given: dict[str, Any] = {"currency": "CNY", "gateway": "sandbox", "now": now, "actor": SYSTEM}
    pay_in_capital(amount=LARGEST, reference="a", **given)
    book_provider_fee(amount=LARGEST, reference="b", **given)
    assert (JournalEntry.objects.count(), reference_used().field) == (2, "reference")


def test_what_is_opened_says_when(db: None, now: datetime) -> None:
    payment = make.payment(now)
    assert (payment.opened_at, new_hold(book_id=7, payment=payment, terms=make.PLAIN, now=now).opened_at) == (now, now)
    refund = refund_hold(make.hold(now).id, Back(goods=1), reason="damaged", now=now, actor=SYSTEM)
    assert refund is not None
    assert (refund.opened_at, Refund.objects.get().opened_at) == (now, now)


def test_a_payment_with_a_known_key_is_not_opened_again(db: None, now: datetime) -> None:
    key = Idempotency("user:41", "k", "content", {"checkout": 5})

    def opened() -> None:
        paid = Payment(
            id=new_id(),
            reference=f"T-{new_id()}",
            purpose="checkout",
            payer_id=make.PAYER,
            gateway="sandbox",
            currency="CNY",
            amount=12_800,
            opened_at=now,
            expires_at=now + timedelta(days=1),
        )
        open_with_holds(paid, (), now=now, actor=SYSTEM, key=key)

    opened()
    with pytest.raises(Repeated) as repeated:
        opened()
    assert (repeated.value.answer, Payment.objects.count()) == ({"checkout": 5}, 1)


def test_what_the_caller_has_read_is_not_read_again(
    db: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read, unread = make.hold(now), make.hold(now)
    with django_assert_num_queries(3):
        freeze_hold(unread.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    with django_assert_num_queries(2):
        assert freeze_hold(read.id, cause="claim", cause_id=1, now=now, actor=SYSTEM, known=read) is read


def test_what_was_relied_on_has_changed_for_everybody_else(db: None, now: datetime) -> None:
    hold = make.hold(now)
    stale = Hold.objects.get(pk=hold.pk)
    rely_on_hold(hold, now=now)
    assert Hold.objects.get(pk=hold.pk).version == hold.version == stale.version + 1
    with pytest.raises(ChangedMeanwhile):
        rely_on_hold(stale, now=now)


def test_a_release_that_the_database_refuses_is_put_aside_alone(db: None, now: datetime) -> None:
    holds = [make.hold(now) for _number in range(4)]
    for hold in holds:
        due(hold, now)
    bad = holds[2]

    def effects_of(hold: Hold) -> Effects:
        action = "x" * 33 if hold.id == bad.id else "silence"  # a character too long for its column
        return Effects(audits=(Audit(traces.of_hold(hold), action, SYSTEM),))

    assert release_due(now=now, limit=1, effects_of=nothing) == 1
    assert release_due(now=now, limit=9, effects_of=effects_of) == 2
    assert release_due(now=now, limit=3, effects_of=effects_of) == 0
    aside = Deadline.objects.get(subject_id=bad.id)
    assert (aside.done_at, aside.attempts, aside.leased_until) == (None, 1, now + timedelta(seconds=5))
    assert aside.error.startswith("DataError: ")
    later = now + timedelta(seconds=5)
    assert release_due(now=later, effects_of=nothing) == 1
    assert set(Hold.objects.values_list("state", flat=True)) == {"released"}


def test_so_many_are_tried_one_by_one_and_no_more(db: None, now: datetime) -> None:
    for _number in range(3):
        due(make.hold(now), now)

    def effects_of(hold: Hold) -> Effects:
        return Effects(audits=(Audit(traces.of_hold(hold), "x" * 33, SYSTEM),))

    assert release_due(now=now, limit=2, effects_of=effects_of) == 0
    assert sorted(Deadline.objects.filter(kind="release").values_list("attempts", flat=True)) == [0, 1, 1]


def test_a_move_says_that_its_rows_are_locked_only_if_they_are(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = make.hold(now)
    sent: list[object] = []

    def spying(function: str, parts: dict[str, Any]) -> str | None:
        sent.append(parts.get("locked"))
        answer: str | None = call(function, parts)
        return answer

    monkeypatch.setattr(commit, "call", spying)
    move = Move(changes=(Change(hold),))
    commit.send([move], now=now)
    move.apply()
    commit.send([move], now=now, locked=True)
    assert sent == [None, True]


def test_the_failpoints_of_an_action_bear_its_name() -> None:
    assert commit.points("void_hold") == commit.Points("void_hold.between", "void_hold.before", "void_hold.after")


def test_an_entry_that_says_something_else_is_told_in_the_databases_words(db: None, now: datetime) -> None:
    given: dict[str, Any] = {"currency": "CNY", "gateway": "sandbox", "reference": "a", "now": now, "actor": SYSTEM}
    pay_in_capital(amount=5, **given)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        pay_in_capital(amount=6, **given)
    assert isinstance(refusal.value.__cause__, commit.EntryMismatch)
    assert "capital:a" in str(refusal.value.__cause__)


def test_a_payment_opened_for_a_shop_is_in_its_book(db: None, now: datetime) -> None:
    payment = open_payment(
        payer_id=9,
        purpose="deposit",
        book_id=OTHER_BOOK,
        gateway="sandbox",
        currency="CNY",
        amount=5,
        expires_at=now,
        now=now,
        payment_id=77,
    )
    stored = Payment.objects.get(pk=77)
    assert (stored.book_id, stored.payer_id, stored.purpose, stored.version) == (OTHER_BOOK, 9, "deposit", 0)
    assert (stored.reference, stored.state) == (payment.reference, "awaiting")
