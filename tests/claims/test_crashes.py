"""At each failpoint of a claim a forked child is killed in the middle of an act; then it is done again: once in all."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.actor import Role
from core.deadlines import give_notice, run_due
from core.errors import DomainError
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Refund
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.actions.after_sale import open_after_sale, pass_after_sale
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.set_return_address import set_return_address
from marketplace.claims.models import Appeal, Claim, Offer, Photo, ReturnAddress, Ruling, Statement
from marketplace.deadlines import ACTIONS
from marketplace.orders.models import Order
from tests import make
from tests.claims.verbs import ACTS, actor_of, propose_by_hand
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.orders import seen

Act = Callable[[], object]
Seen = tuple[str, str, list[int]]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Seen]
DAY = timedelta(days=1)


def _own(act: str) -> tuple[str, ...]:
    return (f"claims.{act}.before_commit", f"claims.{act}.after_commit")


def _open(now: datetime) -> Act:
    return partial(_asks, make.delivered_order(now=now), now)


def _asks(order: Order, now: datetime) -> object:
    asked, buyer = make.asked_of(order, 4000), make.buyer_of(order)
    return open_claim(order.pk, asked, reason="damaged", words="Mouldy.", now=now, actor=buyer)


def _photo(now: datetime) -> Act:
    order = make.delivered_order(now=now)
    return partial(add_photo, order.pk, make.picture(64, 48), now=now, actor=make.buyer_of(order))


def _address(now: datetime) -> Act:
    shop = make.shop(now=now)
    return partial(set_return_address, shop.pk, make.DESTINATION, now=now, actor=make.desk())


def _released(now: datetime) -> Act:
    return partial(open_after_sale, make.completed_order(now=now).pk, now=now)


def _final(now: datetime) -> Act:
    order = make.completed_order(now=now)
    open_after_sale(order.pk, now=now)
    return partial(pass_after_sale, order.pk, now=now + 15 * DAY)


def _open_after_sale(now: datetime) -> Act:
    return partial(_asks, make.completed_order(now=now), now)


def _agree_after_sale(now: datetime) -> Act:
    claim = make.claim(make.completed_order(now=now), now=now)
    return partial(agree, claim.pk, now=now, actor=make.seller_of(claim.order))


def _verb(verb: str, role: Role, state: str) -> Callable[[datetime], Act]:
    """The verb of the table, in that state."""

    def prepared(now: datetime) -> Act:
        claim = make.IN_STATE[state]()
        if verb in {"agree_to_ruling", "decline_ruling"}:
            propose_by_hand(claim, now)
        return partial(ACTS[verb], claim, actor_of(claim, role), now + 3 * DAY)

    return prepared


def _silence(now: datetime) -> Act:
    claim = make.claim(now=now)
    give_notice("claim", claim.pk, ["claim_answer"], at=now)
    moments = [now + 5 * DAY]

    def sweep() -> int:
        moments.append(moments[-1] + timedelta(minutes=2))
        return run_due(ACTIONS, now=moments[-1])

    return sweep


def _look() -> Seen:
    """(state of the claim, state of the hold, refunds), each as it is in the end."""
    claim = Claim.objects.first()
    hold = Hold.objects.first()
    refunds = list(Refund.objects.order_by("pk").values_list("amount", flat=True))
    return (claim.state if claim else "", hold.state if hold else "", refunds)


BUYER, SELLER, DESK = Role.BUYER, Role.SELLER, Role.OPERATOR
AGREED = ("closed", "held", [4000])
RETURNED = ("closed", "held", [11_800])
NOTHING: Seen = ("closed", "held", [])

#: name -> what prepares it and answers the act, where it is killed, and what is seen in the end.
CASES: dict[str, Case] = {
    "open_claim": (_open, _own("open_claim"), ("asked", "held", [])),
    "agree": (_verb("agree", SELLER, "asked"), _own("agree"), AGREED),
    "pass_clock": (_silence, _own("pass_clock"), AGREED),
    "refuse_claim": (_verb("refuse", SELLER, "asked"), _own("refuse_claim"), ("refused", "held", [])),
    "make_offer": (_verb("offer", SELLER, "asked"), _own("make_offer"), ("offered", "held", [])),
    "accept_offer": (_verb("accept_offer", BUYER, "offered"), _own("accept_offer"), ("closed", "held", [2000])),
    "refuse_offer": (_verb("refuse_offer", BUYER, "offered"), _own("refuse_offer"), ("asked", "held", [])),
    "withdraw": (_verb("withdraw", BUYER, "asked"), _own("withdraw"), NOTHING),
    "change_claim": (_verb("change", BUYER, "refused"), _own("change_claim"), ("asked", "held", [])),
    "ask_for_ruling": (_verb("ask_for_ruling", BUYER, "refused"), _own("ask_for_ruling"), ("evidence", "held", [])),
    "send_back": (_verb("send_back", BUYER, "to_send_back"), _own("send_back"), ("inspecting", "held", [])),
    "waive_return": (_verb("waive_return", SELLER, "to_send_back"), _own("waive_return"), RETURNED),
    "accept_goods": (_verb("accept_goods", SELLER, "inspecting"), _own("accept_goods"), RETURNED),
    "contest_goods": (_verb("contest_goods", SELLER, "inspecting"), _own("contest_goods"), ("evidence", "held", [])),
    "add_evidence": (_verb("add_evidence", BUYER, "evidence"), _own("add_evidence"), ("evidence", "held", [])),
    "propose_ruling": (_verb("propose_ruling", DESK, "ruling"), _own("propose_ruling"), ("ruled", "held", [])),
    "agree_to_ruling": (
        _verb("agree_to_ruling", DESK, "appealed"),
        _own("agree_to_ruling"),
        ("closed", "settled", [1000]),
    ),
    "decline_ruling": (_verb("decline_ruling", DESK, "ruling"), _own("decline_ruling"), ("ruling", "held", [])),
    "accept_ruling": (_verb("accept_ruling", BUYER, "ruled"), _own("accept_ruling"), ("ruled", "held", [])),
    "appeal_ruling": (_verb("appeal", SELLER, "ruled"), _own("appeal_ruling"), ("appealed", "held", [])),
    "add_photo": (_photo, _own("add_photo"), ("", "held", [])),
    "open_after_sale": (_released, _own("open_after_sale"), ("", "released", [])),
    "pass_after_sale": (_final, _own("pass_after_sale"), ("", "released", [])),
    "a claim after the release": (_open_after_sale, _own("open_claim"), ("asked", "released", [])),
    "agreeing after the release": (_agree_after_sale, _own("agree"), ("closed", "released", [4000])),
    "set_return_address": (_address, _own("set_return_address"), ("", "", [])),
}

#: Acts that may be done any number of times: a photo, a piece of evidence, an address.
REPEATABLE = {"add_photo", "add_evidence", "set_return_address"}


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points],
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    rows = _counted()
    killed_at(point, act)
    assert check_site(now + 3 * DAY) == []
    for _time in range(1 if name in REPEATABLE else 2):
        with suppress(DomainError):
            act()
    assert _look() == end
    most = 2 if name in REPEATABLE else 1
    assert [count - before for before, count in zip(rows, _counted(), strict=True) if count - before > most] == []
    assert seen.journal() == [] or Refund.objects.count() == len(end[2])
    assert check_site(now + 6 * DAY) == []


def _counted() -> list[int]:
    """How many rows of each kind there are."""
    kinds = (Claim, Offer, Statement, Ruling, Appeal, Photo, ReturnAddress, Refund)
    return [kind._default_manager.count() for kind in kinds]


def test_every_failpoint_of_claims_is_tried() -> None:
    tried = {point for _prepare, points, _end in CASES.values() for point in points}
    elsewhere = set(_own("end_by_chargeback"))  # tests/chargebacks
    assert {name for name in failpoints.names() if name.startswith("claims.")} - elsewhere == tried
