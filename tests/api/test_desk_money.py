"""The desk's money by the API: one operator proposes, another one decides, nobody about their own."""

from datetime import datetime

import pytest

from core.actor import Actor, Role
from core.models import AuditRecord
from escrow import queries
from escrow.payments.actions.payout_accounts import enter_refund_account
from escrow.payments.models import Decision, Payout, Refund
from marketplace.catalog.models import Shop
from tests import make
from tests.api.desk_rows import payout, rejected, unknown
from tests.api.programs import Program, code, operator_of

pytestmark = pytest.mark.django_db
DESK = "/api/v1/desk/"
ENTRY = {"amount": 100_000, "gateway": "sandbox", "reference": "BANK-1", "reason": "Paid in on Monday."}
SEEN = {"seen": "provider:sandbox capital:host 100000 CNY"}


def test_an_entry_is_seen_proposed_by_one_and_carried_out_by_another(first: Program, second: Program) -> None:
    place = f"{DESK}by-hand/capital_in/"
    empty = {"kind": "capital_in", "gateways": ["sandbox"], "lines": [], "seen": ""}
    assert first.get(place) == (200, empty)
    _status, shown = first.get(f"{place}?amount=100000&gateway=sandbox&reference=BANK-1")
    assert (shown["seen"], shown["lines"][0]["amount"]["text"]) == (SEEN["seen"], "¥1,000.00")
    assert code(first.post(place, ENTRY | {"seen": "another"})) == (409, "seen_another")
    status, made = first.post(place, ENTRY | SEEN, key="k")
    assert (status, made["own"], made["agreed"], made["lines"]) == (201, True, None, shown["lines"])
    assert (first.post(place, ENTRY | SEEN, key="k"), Decision.objects.count()) == ((201, made), 1)
    assert code(first.post(place, ENTRY | SEEN)) == (409, "reference_used")
    decided = f"{DESK}decisions/{made['id']}/"
    assert code(first.post(f"{decided}agreement/")) == (409, "four_eyes")
    assert second.get(f"{DESK}decisions/")[1]["results"] == [{**made, "own": False}]
    assert queries.cover("CNY") == 0
    status, after = second.post(f"{decided}agreement/", key="k")
    assert (status, after["agreed"], after["decided_by"], queries.cover("CNY")) == (200, True, "Qian", 100_000)
    assert (second.post(f"{decided}agreement/", key="k"), queries.cover("CNY")) == ((200, after), 100_000)
    assert code(second.post(f"{decided}agreement/")) == (409, "decided_already")
    assert second.get(f"{DESK}decisions/?state=decided")[1]["results"] == [second.get(decided)[1]] == [after]
    acts = AuditRecord.objects.filter(subject_type="decision", subject_id=made["id"]).order_by("id")
    assert list(acts.values_list("action", flat=True)) == ["propose", "agree"]


def test_what_is_turned_down_moves_nothing(first: Program, second: Program) -> None:
    made = first.post(f"{DESK}by-hand/capital_in/", ENTRY | SEEN)[1]["id"]
    assert code(first.post(f"{DESK}decisions/{made}/refusal/")) == (409, "four_eyes")
    status, after = second.post(f"{DESK}decisions/{made}/refusal/")
    assert (status, after["agreed"], queries.cover("CNY")) == (200, False, 0)


@pytest.mark.parametrize(
    ("kind", "sent", "refusal"),
    [
        ("capital_in", {"amount": 0}, (400, "invalid")),
        ("capital_in", {"reason": "So."}, (400, "invalid")),
        ("capital_in", {"reason": "\u202e" * 6}, (400, "reason_missing")),
        ("capital_in", {"gateway": "nobody"}, (400, "gateway_unknown")),
        ("capital_in", {"reference": "\u202e"}, (400, "words_missing")),
        ("goodwill", {"order": "2611-1"}, (400, "order_unknown")),
        ("goodwill", {}, (400, "order_unknown")),
        ("debt_write_off", {"shop": 404}, (400, "shop_unknown")),
        ("gold", {}, (404, "not_found")),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    kind: str, sent: dict[str, object], refusal: tuple[int, str], first: Program
) -> None:
    assert (code(first.post(f"{DESK}by-hand/{kind}/", ENTRY | SEEN | sent)), Decision.objects.count()) == (refusal, 0)


def test_a_rejected_refund_is_tried_again_or_goes_to_the_buyers_bank(
    first: Program, second: Program, now: datetime
) -> None:
    refund = rejected(now)
    place = f"{DESK}refunds/{refund.pk}/"
    (row,) = first.get(f"{DESK}refunds/")[1]["results"]
    assert (row["id"], row["problem"], row["amount"]["minor"]) == (refund.pk, "the card is closed", 12_800)
    assert first.get(place)[1] == {**row, "account": None}
    to_bank = {"way": "bank", "reason": "The card is closed."}
    assert code(first.post(f"{place}proposals/", to_bank)) == (409, "account_missing")
    buyer = refund.payer
    assert buyer is not None
    account = {"bank": "ICBC", "holder": "Lin Yue", "number": "6222 0000 4471"}
    enter_refund_account(refund.pk, owner_id=buyer.pk, **account, now=now, actor=Actor(Role.BUYER, buyer.pk))
    assert first.get(place)[1]["account"]["holder"] == "Lin Yue"
    status, made = first.post(f"{place}proposals/", to_bank)
    assert (status, made["kind"], made["about"]) == (201, "refund_to_bank", refund.pk)
    assert code(first.post(f"{place}proposals/", {**to_bank, "way": "cash"})) == (400, "invalid")
    assert second.post(f"{DESK}decisions/{made['id']}/agreement/")[0] == 200
    assert (code(first.get(place)), Payout.objects.get(refund=refund).amount) == ((404, "not_found"), 12_800)
    again = rejected(now)
    sent = first.post(f"{DESK}refunds/{again.pk}/proposals/", {"way": "retry", "reason": "It works again."})
    assert second.post(f"{DESK}decisions/{sent[1]['id']}/agreement/")[0] == 200
    again.refresh_from_db()
    assert (again.state, again.tries) == ("due", 1)


def test_a_large_payout_is_let_go_or_given_back(first: Program, second: Program, now: datetime) -> None:
    going, back = payout(now), payout(now)
    place = f"{DESK}payouts/{going.pk}/"
    status, one = first.get(place)
    assert (status, one["account"], one["proposed"]) == (200, "ICBC …4471", False)
    assert sum(part["amount"]["minor"] for part in one["parts"]) == one["amount"]["minor"] == 5_000
    for number, way in ((going.pk, "send"), (back.pk, "refuse")):
        sent = {"way": way, "reason": "We called the shop."}
        made = first.post(f"{DESK}payouts/{number}/proposals/", sent)[1]
        assert code(second.post(f"{DESK}payouts/{number}/proposals/", sent)) == (409, "proposed_already")
        assert second.get(f"{DESK}payouts/{number}/")[1]["proposed"] is True
        assert second.post(f"{DESK}decisions/{made['id']}/agreement/")[0] == 200
    going.refresh_from_db()
    back.refresh_from_db()
    assert (going.agreement, back.state, second.get(place)[0]) == ("given", "returned", 404)


def test_unknown_money_is_matched_or_sent_back(first: Program, second: Program, now: datetime) -> None:
    payment = make.placed_order(now=now).checkout.payment
    ours, theirs = unknown(now), unknown(now)
    place = f"{DESK}suspense/{ours.pk}/"
    assert first.get(place) == (200, first.get(f"{DESK}suspense/")[1]["results"][0])
    sent = {"way": "match", "reason": "The buyer wrote to us."}
    for named in ("", "P404", "\u202e"):
        assert code(first.post(f"{place}proposals/", {**sent, "payment": named})) == (400, "payment_unknown")
    matched = first.post(f"{place}proposals/", {**sent, "payment": payment.reference})[1]
    returned = first.post(f"{DESK}suspense/{theirs.pk}/proposals/", {**sent, "way": "return"})[1]
    assert (matched["data"], returned["data"]) == ({"payment": payment.pk}, {})
    for made in (matched, returned):
        assert second.post(f"{DESK}decisions/{made['id']}/agreement/")[0] == 200
    ours.refresh_from_db()
    assert (ours.verdict, ours.payment_id, Refund.objects.get().capture_id) == ("good", payment.pk, theirs.pk)
    assert first.get(f"{DESK}suspense/")[1]["results"] == []


def test_nothing_of_ones_own_is_listed_read_or_proposed(now: datetime) -> None:
    refund, going = rejected(now), payout(now)
    buyer, seller = refund.payer, Shop.objects.get(orders__hold=refund.hold_id).owner
    for person, place, way, refusal in (
        (buyer, f"refunds/{refund.pk}/", "retry", "own_money"),
        (seller, f"refunds/{refund.pk}/", "retry", "own_money"),
        (going.account.owner, f"payouts/{going.pk}/", "send", "own_shop"),
    ):
        assert person is not None
        program = operator_of(person)
        assert program.get(f"{DESK}{place.split('/')[0]}/")[1]["results"] == []
        assert code(program.get(f"{DESK}{place}")) == (409, refusal)
        sent = {"way": way, "reason": "It is mine."}
        assert code(program.post(f"{DESK}{place}proposals/", sent)) == (409, refusal)
    assert Decision.objects.count() == 0


def test_no_decision_about_ones_own_is_listed_read_or_taken(first: Program, now: datetime) -> None:
    refund, going, unseen = rejected(now), payout(now), unknown(now)
    order = make.placed_order(now=now)
    meant = {"way": "match", "payment": order.checkout.payment.reference}
    seller = Shop.objects.get(orders__hold=refund.hold_id).owner
    for people, place, sent, refusal in (
        ((refund.payer, seller), f"refunds/{refund.pk}/", {"way": "retry"}, "own_money"),
        ((going.account.owner,), f"payouts/{going.pk}/", {"way": "send"}, "own_shop"),
        ((order.buyer, order.shop.owner), f"suspense/{unseen.pk}/", meant, "own_money"),
    ):
        made = first.post(f"{DESK}{place}proposals/", {**sent, "reason": "So it is."})[1]
        decision = f"{DESK}decisions/{made['id']}/"
        for person in people:
            assert person is not None
            program = operator_of(person)
            assert made["id"] not in [row["id"] for row in program.get(f"{DESK}decisions/")[1]["results"]]
            answers = [
                program.get(decision),
                program.post(f"{decision}agreement/"),
                program.post(f"{decision}refusal/"),
            ]
            assert [code(answer) for answer in answers] == [(409, refusal)] * 3
    assert Decision.objects.filter(decided_at=None).count() == 3
