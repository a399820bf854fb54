"""The operators' desk by the API: the queue, both sides of a claim, counting out, ruling by one or by two."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from core import clock
from escrow.models import Hold
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.models import Claim, Ruling
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of
from tests.claims import seen

pytestmark = pytest.mark.django_db
QUEUE = "/api/v1/desk/claims/"
DAY = timedelta(days=1)


@pytest.fixture
def operator() -> User:
    return make.operator()


@pytest.fixture
def desk(operator: User) -> Program:
    return program_of(operator)


@pytest.fixture
def claim(now: datetime) -> Claim:
    """Both sides had their days; it waits for a ruling."""
    return make.claim_to_rule(now=now)


def _at(claim: Claim, rest: str = "") -> str:
    return f"{QUEUE}{claim.pk}/{rest}"


def _actions(program: Program, claim: Claim) -> dict[str, tuple[str, str]]:
    rows = program.get(_at(claim))[1]["available_actions"]
    return {row["action"]: (row["address"], row["blocked_reason"]) for row in rows}


def test_the_queue_stands_by_deadline_and_comes_by_kind_and_in_pages(desk: Program, now: datetime) -> None:
    later, soon = make.claim_to_rule(now=now + DAY), make.claim_to_rule(now=now)
    appealed = make.appealed_claim(now=now + 2 * DAY)
    _status, page = desk.get(f"{QUEUE}?limit=2")
    _status, rest = desk.get(page["next"])
    rows = page["results"] + rest["results"]
    assert [(row["id"], row["kind"], row["overdue"]) for row in rows] == [
        (soon.pk, "ruling", False),
        (later.pk, "ruling", False),
        (appealed.pk, "appeal", False),
    ]
    assert (rows[0]["amount"]["minor"], rows[0]["address"], rest["next"]) == (12800, _at(soon), None)
    _status, page = desk.get(f"{QUEUE}?kind=ruling&limit=1")
    assert [row["id"] for row in desk.get(page["next"])[1]["results"]] == [later.pk]
    assert code(desk.get(f"{QUEUE}?kind=gossip")) == (400, "invalid")


def test_a_claim_is_heard_with_both_sides_their_pictures_and_the_journal(desk: Program, claim: Claim) -> None:
    order = claim.order
    photo = add_photo(order.pk, make.picture(), now=clock.now(), actor=make.buyer_of(order))
    claim.statements.order_by("at")[0].photos.add(photo)
    status, heard = desk.get(_at(claim))
    assert (status, heard["state"], heard["held"]["minor"], heard["asked"]["minor"]) == (200, "ruling", 12800, 4000)
    assert [row["words"] for row in heard["buyer"]["said"]] == ["The tea is mouldy."]
    assert [row["words"] for row in heard["seller"]["said"]] == ["It was dry when it left us."]
    assert (heard["buyer"]["name"], heard["buyer"]["orders"]) == (order.buyer.name, 1)
    (shown,) = heard["buyer"]["said"][0]["photos"]
    assert (shown["sha256"], desk.picture(shown["address"]).size) == (photo.sha256, (800, 600))
    assert desk.picture(f"{shown['address']}?small=true").size == (240, 180)
    assert [
        (posting["debit"], posting["credit"], posting["amount"]["minor"])
        for entry in heard["journal"]
        for posting in entry["postings"]
    ] == [(f"payment:{order.checkout.payment_id}", f"hold:{order.hold_id}", 12800)]
    assert "claim_open" in [row["action"] for row in heard["record"]]
    assert {row["kind"] for row in heard["clocks"]} >= {"ruling_promise", "ruling_latest"}
    assert heard["sentence"].startswith("Rule by ")


def test_what_is_counted_out_is_ruled_and_paid_to_the_minor_unit(desk: Program, claim: Claim) -> None:
    _status, counted = desk.get(f"{_at(claim)}preview/?goods=4000&other=1000")
    shares = {row["name"]: (row["nothing_back"]["minor"], row["ruled"]["minor"]) for row in counted["shares"]}
    assert list(shares.values()) == [(0, 5000), (12505, 7605), (295, 195)]
    assert (counted["to_buyer"]["minor"], counted["to_shop"]["minor"], counted["needs_second"]) == (5000, 7605, False)
    assert _actions(desk, claim)["propose_ruling"] == (_at(claim, "ruling/"), "")
    ruling = {"goods": 4000, "other": 1000, "reasons": "The photos show it.", "counted": counted["counted"]}
    status, heard = desk.post(_at(claim, "ruling/"), ruling)
    (given,) = heard["given"]
    assert (status, heard["state"], given["to_buyer"]["minor"], given["proposed_by"]) == (
        200,
        "ruled",
        5000,
        "Officer Zhou",
    )
    for person in (claim.order.buyer, claim.order.shop.owner):
        assert program_of(person).post(f"/api/v1/claims/{claim.pk}/acceptance/")[0] == 200
    assert seen.refunds() == [(5000, "settled")]
    assert [(row[2].split(":")[0], row[3]) for row in seen.after_funding(claim.order)] == SETTLED
    assert desk.get(_at(claim))[1]["given"][0]["to_buyer"] is None


#: The postings of the settled hold: (kind of account, amount).
SETTLED = [("refund_due", 5000), ("payable", 7605), ("income", 195)]


def test_nothing_else_is_ruled_than_what_was_counted(desk: Program, claim: Claim) -> None:
    counted = desk.get(f"{_at(claim)}preview/?goods=4000")[1]["counted"]
    Hold.objects.filter(pk=claim.order.hold_id).update(remaining=12700, other_back=100)
    sent = {"goods": 4000, "reasons": "So.", "counted": counted}
    assert code(desk.post(_at(claim, "ruling/"), sent)) == (409, "counted_before")
    assert Ruling.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"goods": 11801}, (409, "back_too_much")),
        ({"goods": -1}, (400, "invalid")),
        ({"goods": 10**20}, (400, "invalid")),
        ({"goods": 1.5}, (400, "invalid")),
        ({"goods": [1]}, (400, "invalid")),
        ({"postage": 12801}, (409, "back_too_much")),
        ({"reasons": " "}, (400, "invalid")),
        ({"reasons": "x" * 2001}, (400, "invalid")),
    ],
)
def test_a_ruling_that_cannot_be_is_refused(
    change: dict[str, object], refusal: tuple[int, str], desk: Program, claim: Claim
) -> None:
    answer = desk.post(_at(claim, "ruling/"), {"goods": 4000, "reasons": "So it is.", **change})
    assert (code(answer), Ruling.objects.count()) == (refusal, 0)


def test_above_the_set_amount_a_second_operator_agrees(desk: Program, claim: Claim, settings: Settings) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0
    assert desk.get(f"{_at(claim)}preview/?goods=1")[1]["needs_second"] is True
    status, heard = desk.post(_at(claim, "ruling/"), {"goods": 4000, "reasons": "So it is."})
    assert (status, heard["state"], heard["proposal"]["to_buyer"]["minor"], heard["given"]) == (200, "ruling", 4000, [])
    (agree, mine), (decline, _free) = _actions(desk, claim).values()
    assert (mine, code(desk.post(agree))) == ("Somebody else must agree with your ruling.", (409, "four_eyes"))
    assert code(desk.post(_at(claim, "ruling/"), {"goods": 1, "reasons": "Or so."})) == (409, "proposed_already")
    second = program_of(make.operator())
    status, heard = second.post(decline, {"reasons": "Look at the second picture."})
    assert (status, heard["proposal"], heard["declined"][0]["declined_reasons"]) == (
        200,
        None,
        "Look at the second picture.",
    )
    desk.post(_at(claim, "ruling/"), {"goods": 3000, "reasons": "Then so."})
    status, heard = second.post(_actions(second, claim)["agree_to_ruling"][0])
    assert (status, heard["state"], heard["given"][0]["goods"]["minor"]) == (200, "ruled", 3000)


def test_nobody_reads_or_rules_on_an_order_of_their_own(claim: Claim) -> None:
    for person in (claim.order.buyer, claim.order.shop.owner):
        person.is_staff = True
        person.save()
        own = program_of(person)
        assert own.get(QUEUE)[1]["results"] == []
        assert [code(own.get(_at(claim, rest))) for rest in ("", "preview/?goods=1")] == [(409, "own_order")] * 2
        assert code(own.post(_at(claim, "ruling/"), {"goods": 1, "reasons": "Mine."})) == (409, "own_order")


def test_an_appeal_is_ruled_on_by_somebody_else(now: datetime) -> None:
    first = make.desk()
    claim = make.appealed_claim(by=first, now=now)
    program = program_of(User.objects.get(pk=first.person))
    assert _actions(program, claim)["propose_ruling"][1].startswith("An appeal is ruled on by somebody")
    assert code(program.post(_at(claim, "ruling/"), {"goods": 1, "reasons": "Again."})) == (409, "ruled_before")
    status, heard = program_of(make.operator()).post(_at(claim, "ruling/"), {"goods": 0, "reasons": "Dry."})
    assert (status, heard["state"], heard["outcome"]) == (200, "closed", "ruled")


def test_the_desk_wants_an_operator_the_scope_and_a_second_factor(
    desk: Program, operator: User, claim: Claim, settings: Settings
) -> None:
    assert code(program_of(operator, ["read", "buy", "sell", "money"]).get(QUEUE)) == (403, "scope_missing")
    assert code(program_of(claim.order.buyer, ["staff"]).get(QUEUE)) == (404, "not_found")
    settings.DEMO = False
    assert code(desk.get(QUEUE)) == (403, "no_second")
    settings.DEMO = True
    operator.is_staff = False
    operator.save()
    assert code(desk.get(QUEUE)) == (404, "not_found")


def test_one_key_rules_once(desk: Program, claim: Claim) -> None:
    sent = {"goods": 4000, "reasons": "So it is."}
    first = desk.post(_at(claim, "ruling/"), sent, key="k")
    assert (desk.post(_at(claim, "ruling/"), sent, key="k"), first[0]) == (first, 200)
    assert code(desk.post(_at(claim, "ruling/"), {**sent, "goods": 1}, key="k")) == (422, "idempotency_mismatch")
    assert Ruling.objects.count() == 1
