"""Every verb of the table as a person's act or a clock's end, with what it needs."""

from collections.abc import Callable
from datetime import datetime, timedelta

from core.actor import Actor, Role
from core.ids import new_id
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.change_claim import change_claim
from marketplace.claims.actions.contest_goods import contest_goods
from marketplace.claims.actions.decline_ruling import decline_ruling
from marketplace.claims.actions.end_by_chargeback import end_by_chargeback
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.passing import PASSING, pass_clock
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.refuse_offer import refuse_offer
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.actions.waive_return import waive_return
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Divided, Offered
from marketplace.claims.models import Claim, Ruling
from tests import make

Act = Callable[[Claim, Actor, datetime], object]


def _waiting(claim: Claim, by: Actor, now: datetime) -> int:
    """A proposal that waits for a second operator: left there by hand, so that no cell depends on another."""
    ruling = Ruling.objects.filter(claim=claim, given_at=None, declined_at=None).first()
    return ruling.pk if ruling else (Ruling.objects.filter(claim=claim).values_list("pk", flat=True).first() or 0)


def propose_by_hand(claim: Claim, now: datetime) -> Ruling:
    number = 2 if claim.state == "appealed" else 1
    return Ruling.objects.create(
        id=new_id(),
        claim=claim,
        number=number,
        operator_id=make.desk().user_id,
        goods=1000,
        reasons="Half of it is dry.",
        proposed_at=now,
    )


ACTS: dict[str, Act] = {
    "agree": lambda claim, by, now: agree(claim.pk, now=now, actor=by),
    "refuse": lambda claim, by, now: refuse_claim(claim.pk, words="No.", now=now, actor=by),
    "offer": lambda claim, by, now: make_offer(claim.pk, Offered("refund", 1500), now=now, actor=by),
    "add_evidence": lambda claim, by, now: add_evidence(claim.pk, words="Look.", now=now, actor=by),
    "withdraw": lambda claim, by, now: withdraw(claim.pk, now=now, actor=by),
    "accept_offer": lambda claim, by, now: accept_offer(claim.pk, now=now, actor=by),
    "refuse_offer": lambda claim, by, now: refuse_offer(claim.pk, now=now, actor=by),
    "change": lambda claim, by, now: change_claim(
        claim.pk, make.asked_of(claim.order, 3000), words="Then this.", now=now, actor=by
    ),
    "ask_for_ruling": lambda claim, by, now: ask_for_ruling(claim.pk, now=now, actor=by),
    "send_back": lambda claim, by, now: send_back(claim.pk, carrier="ZTO", number="BACK-2", now=now, actor=by),
    "waive_return": lambda claim, by, now: waive_return(claim.pk, now=now, actor=by),
    "accept_goods": lambda claim, by, now: accept_goods(claim.pk, now=now, actor=by),
    "contest_goods": lambda claim, by, now: contest_goods(claim.pk, words="Empty box.", now=now, actor=by),
    "propose_ruling": lambda claim, by, now: propose_ruling(
        claim.pk, Divided(2500), reasons="So it is.", now=now, actor=by
    ),
    "agree_to_ruling": lambda claim, by, now: agree_to_ruling(_waiting(claim, by, now), now=now, actor=by),
    "decline_ruling": lambda claim, by, now: decline_ruling(
        _waiting(claim, by, now), reasons="Look again.", now=now, actor=by
    ),
    "accept_ruling": lambda claim, by, now: accept_ruling(claim.pk, now=now, actor=by),
    "end_by_chargeback": lambda claim, by, now: end_by_chargeback(claim.pk, now=now, actor=by),
    "appeal": lambda claim, by, now: appeal_ruling(claim.pk, words="Unheard.", now=now, actor=by),
    **{kind: (lambda claim, by, now, kind=kind: pass_clock(claim.pk, kind, now=now)) for kind in PASSING},  # type: ignore[misc]
}

#: Long enough for every clock; the cap's own are set by hand.
LATER = timedelta(days=40)


def actor_of(claim: Claim, role: Role) -> Actor:
    if role == Role.BUYER:
        return make.buyer_of(claim.order)
    if role == Role.SELLER:
        return make.seller_of(claim.order)
    return make.desk() if role == Role.OPERATOR else Actor(role)
