"""How a claim of the demo goes: each step of its story, as `disputes.toml` names it, is one action of one side.

A step says `after` how many days from the one before it comes (the first: from the parcel's arrival, or from the
payment when nothing was sent), who (`by`, also the buyer's `bank`) does what (`do`); `part` is a share of what the
first line cost.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.actor import PROVIDER, Actor
from marketplace.catalog.pictures import take_all
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.claims.actions.contest_goods import contest_goods
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Asked, Divided, Offered
from marketplace.claims.models import Claim
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.write_message import write_about_order
from marketplace.demo.fill.charging_back import pressing
from marketplace.demo.fill.goods import picture
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.stories import Purchase, buyer_of, seller_of
from marketplace.orders.models import Order
from reviews.actions.write_review import write_review

Step = Mapping[str, Any]
YUAN = 100


class Dispute:
    """What is said and done about the first order of a purchase."""

    def __init__(self, purchase: Purchase, cast: Cast, steps: Sequence[Step]) -> None:
        self.purchase = purchase
        self.cast = cast
        self.steps = steps
        self.claim_id = 0

    def begin(self, at: datetime) -> None:
        """Set its steps down, the first one counted from `at`."""
        for step in self.steps:
            at += timedelta(days=step["after"])
            self.purchase.director.at(at, self._taking(step))

    @property
    def claim(self) -> Claim:
        """As it stands now."""
        return Claim.objects.get(pk=self.claim_id)

    def _taking(self, step: Step) -> Callable[[datetime], None]:
        def act(now: datetime) -> None:
            order = self.purchase.orders()[0]
            VERBS[step["do"]](self, order, step, self._actor(order, step), now)

        return act

    def _actor(self, order: Order, step: Step) -> Actor:
        by = step["by"]
        if by == "buyer":
            return buyer_of(order)
        if by == "bank":
            return PROVIDER
        return seller_of(order) if by == "shop" else self.cast.operator(by)

    def photos(self, order: Order, step: Step, actor: Actor, now: datetime) -> list[int]:
        """Those of the step, taken and uploaded now."""
        return [add_photo(order.pk, picture(slug), now=now, actor=actor).pk for slug in step.get("photos", ())]

    def part(self, order: Order, step: Step) -> int:
        """Whole yuan of the first line, minor units."""
        line = order.lines.order_by("pk")[0]
        return round(line.amount.minor * step["part"] / YUAN) * YUAN if step["part"] < 1 else line.amount.minor


Verb = Callable[[Dispute, Order, Step, Actor, datetime], object]


def _ask(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    line = order.lines.order_by("pk")[0]
    claim = open_claim(
        order.pk,
        Asked(step.get("wish", "refund"), {line.pk: dispute.part(order, step)}),
        reason=step["reason"],
        words=step["words"],
        photos=dispute.photos(order, step, actor, now),
        now=now,
        actor=actor,
    )
    dispute.claim_id = claim.pk


def _cancel(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    dispute.claim_id = ask_to_cancel(order.pk, words=step["words"], now=now, actor=actor).pk


def _offer(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    offered = Offered(step.get("wish", "refund"), dispute.part(order, step))
    make_offer(dispute.claim_id, offered, words=step.get("words", ""), now=now, actor=actor)


def _rule(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    divided = Divided(dispute.part(order, step))
    propose_ruling(dispute.claim_id, divided, reasons=step["words"], now=now, actor=actor)


def _second(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    agree_to_ruling(dispute.claim.rulings.get(given_at=None).pk, now=now, actor=actor)


def _send_back(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    send_back(dispute.claim_id, carrier="ZTO", number=f"BK{order.pk:08d}", now=now, actor=actor)


def _write(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    """Whoever writes has read what was written before."""
    photos = take_all([picture(slug) for slug in step.get("photos", ())])
    said = write_about_order(order.pk, words=step["words"], photos=photos, now=now, actor=actor)
    mark_read(said.thread_id, up_to=said.at, now=now, actor=actor)


def _press(button: str) -> Verb:
    """A button of the buyer's bank."""

    def act(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
        pressing(dispute.purchase, button)(now)

    return act


def _review(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
    write_review(order.pk, stars=step["stars"], words=step["words"], now=now, actor=actor)


def _plain(action: Callable[..., object]) -> Verb:
    """A step that needs nothing but its moment and who takes it."""

    def act(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
        action(dispute.claim_id, now=now, actor=actor)

    return act


def _said(action: Callable[..., object]) -> Verb:
    """A step with words and pictures."""

    def act(dispute: Dispute, order: Order, step: Step, actor: Actor, now: datetime) -> None:
        photos = dispute.photos(order, step, actor, now)
        action(dispute.claim_id, words=step["words"], photos=photos, now=now, actor=actor)

    return act


VERBS: Mapping[str, Verb] = {
    "ask": _ask,
    "ask to cancel": _cancel,
    "agree": _plain(agree),
    "refuse": _said(refuse_claim),
    "offer": _offer,
    "accept the offer": _plain(accept_offer),
    "withdraw": _plain(withdraw),
    "ask for a ruling": _plain(ask_for_ruling),
    "show": _said(add_evidence),
    "send back": _send_back,
    "accept the goods": _plain(accept_goods),
    "contest the goods": _said(contest_goods),
    "rule": _rule,
    "second": _second,
    "accept the ruling": _plain(accept_ruling),
    "appeal": _said(appeal_ruling),
    "review": _review,
    "write": _write,
    "charge back": _press("dispute"),
    "keep the money": _press("lose"),
}
