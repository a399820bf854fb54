"""The desk speaks the reader's language; the code stands beside."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.effects import Effects, OpenDeadline, Subject, write
from core.models import OutboxMessage
from escrow import invariants
from escrow.chart import Kind
from escrow.examples import EXAMPLES
from escrow.examples_after import AFTER
from escrow.payments.actions import ask, decide
from marketplace.deadlines import ACTIONS
from marketplace.staff import names
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def desk(db: None) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(make.operator())
    return client


def test_every_code_the_desk_shows_has_words() -> None:
    shown = {
        "deadline": {*ACTIONS, *ask.ASKING, "release"},
        "decision": set(decide.KINDS),
        "topic": set(SUBSCRIPTIONS),
        "invariant": set(invariants.names_of_site()),
    }
    assert [(of, code) for of, codes in shown.items() for code in codes if code not in names.ALL[of]] == []


def test_every_kind_of_account_has_words() -> None:
    assert {kind.label for kind in Kind} == set(names.ACCOUNTS)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("hold:42:fund", "Paid into keeping"),
        ("hold:42:refund:45", "Refunded from keeping"),
        ("capture:sandbox:ch_1", "Charge at the provider"),
        ("capture:41:return:42", "Charge sent back"),
        ("capture:sandbox:return", "Charge sent back"),
        ("refund:45:to_bank:2", "Refund sent to a bank account"),
        ("capital:B-1", "The host’s own money moved"),
        ("nobody:knows", "nobody:knows"),
    ],
)
def test_an_entry_is_named_by_what_it_did(key: str, words: str) -> None:
    assert names.entry(key) == words


def test_every_entry_there_can_be_has_a_name_and_every_name_an_entry() -> None:
    keys = {entry.key for example in (*EXAMPLES, *AFTER) for move in example.moves() for entry in move.entries}
    assert [key for key in keys if names.entry(key) == key] == []
    used = {names.entry_code(key) for key in keys}
    assert set(names.ENTRIES) - used == set()


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("hold:42", "Held for buyers"),
        ("provider:sandbox", "With the provider"),
        ("income:fees", "Our charges earned"),
        ("x:1", "x:1"),
    ],
)
def test_an_account_is_named_by_its_kind(label: str, words: str) -> None:
    assert names.account(label) == words


def test_deadlines_are_told_in_chinese_with_their_code(desk: Client) -> None:
    due = clock.now() + timedelta(days=1)
    write(Effects(deadlines=(OpenDeadline(Subject("hold", 7, 1), "release", due, None),)), now=due)
    page = desk.get(reverse("staff:deadlines")).content.decode()
    told = '放款给店铺 <small class="code dim">release</small>'
    assert (told in page, '<option value="release">放款给店铺</option>' in page, "托管款 7" in page) == (
        True,
        True,
        True,
    )


def test_the_books_are_told_in_chinese_with_their_codes(desk: Client) -> None:
    make.paid_order(now=NOW)
    page = desk.get(reverse("staff:books")).content.decode()
    account = '为买家保管 <small class="code dim">hold</small>'
    law = '账户从不透支 <small class="code dim">no_account_is_overdrawn</small>'
    assert (account in page, law in page) == (True, True)
    assert '<th scope="col">科目</th>' in page


def test_the_journal_of_an_order_is_told_in_chinese_with_its_keys(desk: Client) -> None:
    order = make.paid_order(now=NOW)
    page = desk.get(reverse("staff:order", args=[order.reference])).content.decode()
    entry = f'转入托管 <small class="code dim">hold:{order.hold_id}:fund</small>'
    act = '订单已付款 <small class="code dim">order:paid</small>'
    assert (entry in page, act in page) == (True, True)


def test_a_dead_letter_says_what_it_was_for(desk: Client) -> None:
    OutboxMessage.objects.create(
        book_id=1, key="a", topic="hold.released", created_at=NOW, due_at=NOW, payload={}, dead_at=NOW, error="OSError"
    )
    page = desk.get(reverse("staff:letters")).content.decode()
    assert '已放款给店铺 <small class="code dim">hold.released</small>' in page


def test_a_proposal_names_its_money_in_words(desk: Client) -> None:
    data = {"amount": 250_000, "currency": "CNY", "gateway": "sandbox", "reference": "B-7"}
    decide.propose("capital_in", None, data, "More promotions.", operator_id=make.operator().pk, now=NOW)
    page = desk.get(reverse("staff:decisions")).content.decode()
    told = ("存入站方自有资金", "金额: ¥2,500.00", "编号: B-7")
    assert [words for words in told if words not in page] == []
