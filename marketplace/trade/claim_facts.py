"""What is known about the claim of an order: read with the order's other facts, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from core.actor import Role
from core.errors import DomainError
from core.kept import Kept
from core.models import Deadline
from core.money import Money
from escrow.models import Hold
from escrow.terms import Back, divide_back
from marketplace.claims.dividing import back_for
from marketplace.claims.models import Claim, Offer, Ruling, Sums, Wish
from marketplace.claims.states import CLOCKS, ClaimState, verbs_of
from marketplace.orders.models import Order

SIDES = (Role.BUYER, Role.SELLER)
_ANSWERED = frozenset({ClaimState.ASKED, ClaimState.OFFERED})
_RULED = frozenset({ClaimState.RULED, ClaimState.APPEALED})
_CLAIMS = Kept(
    "claims_of_orders",
    lambda orders: (
        Claim.objects.filter(order_id__among=orders).select_related("goods_back", "appeal").order_by("opened_at", "pk")
    ),
    list,
)
_OFFERS = Kept(
    "offers_of_claims", lambda claims: Offer.objects.filter(claim_id__among=claims).order_by("made_at", "pk"), list
)
_RULINGS = Kept(
    "rulings_of_claims",
    lambda claims: Ruling.objects.filter(claim_id__among=claims, given_at__isnull=False).order_by("number"),
    list,
)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim with its deadlines by kind (the latest of each); its offers while they can be answered, and the rulings
    that were given while they can be appealed against, oldest first.
    """

    claim: Claim
    deadlines: Mapping[str, Deadline]
    offers: tuple[Offer, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.claim.ended_at is None

    @property
    def state(self) -> ClaimState:
        return ClaimState(self.claim.state)

    @property
    def offer(self) -> Offer | None:
        """The offer that waits for an answer."""
        return next((offer for offer in self.offers if offer.answered_at is None), None)

    @property
    def ruling(self) -> Ruling | None:
        """The last ruling that was given."""
        return self.rulings[-1] if self.rulings else None

    def open(self, kind: str) -> Deadline | None:
        """The deadline of `kind` if it still runs."""
        row = self.deadlines.get(kind)
        return row if row and row.done_at is None and row.remainder is None else None

    def due(self, kind: str) -> datetime | None:
        """When the running deadline of `kind` is due."""
        row = self.open(kind)
        return row.due_at if row else None

    @property
    def next_due(self) -> datetime | None:
        """When the first clock of the claim's state is due."""
        return min((due for kind in CLOCKS[self.state] if (due := self.due(kind))), default=None)

    def verbs(self, role: Role) -> tuple[str, ...]:
        """What a side may do now: as `claims.queries.verbs_open_to`, from what was read."""
        verbs = verbs_of(self.state, role)
        if self.state in _ANSWERED:
            mine = [offer for offer in self.offers if offer.role == role.value]
            if any(offer.answered_at is None for offer in mine):
                verbs = tuple(verb for verb in verbs if verb not in {"accept_offer", "refuse_offer", "offer"})
            if len(mine) >= settings.MAX_OFFERS:
                verbs = tuple(verb for verb in verbs if verb != "offer")
        if self.state is ClaimState.RULED and role in SIDES and self.due(f"appeal_{role.value}") is None:
            verbs = ()
        return verbs

    def waits_for(self, role: Role) -> datetime | None:
        """Until when `role` is to act, if it is their turn and their silence has a consequence for them."""
        kind = _TURNS.get((self.state, role), "")
        if self.state is ClaimState.OFFERED and (self.offer is None or self.offer.role == role.value):
            return None
        return self.due(kind) if kind else None

    @property
    def turns(self) -> tuple[tuple[Role, datetime], ...]:
        """Who is to act now, and until when."""
        if self.state in {ClaimState.RULING, ClaimState.APPEALED}:
            kinds = CLOCKS[self.state]
            return tuple((Role.OPERATOR, due) for kind in kinds if (due := self.due(kind)))[:1]
        return tuple((role, due) for role in SIDES if (due := self.waits_for(role)))

    @property
    def asked(self) -> Money:
        """What the buyer would get if all that is asked were given."""
        return self.to_buyer(self.claim)

    def to_buyer(self, sums: Sums) -> Money:
        """What goes to the buyer by these sums, the platform's discount apart; as it was, once it has moved."""
        hold = self.claim.order.hold
        try:
            return Money(divide_back(hold, back_for(hold, sums)).buyer, hold.currency)
        except DomainError:
            # It has moved: as what went back last of the hold.
            before = max(hold.given_back - sums.total, 0)
            ours = hold.discount_back - hold.discount * before // hold.amount
            return Money(sums.total - ours, hold.currency)

    def to_us(self, sums: Sums) -> Money:
        """What of these sums is the platform's own discount, which goes back to it."""
        return Money(sums.total, self.claim.order.currency) - self.to_buyer(sums)

    def to_seller(self, sums: Sums) -> Money:
        """What is left to the shop by a ruling's sums, before the fee."""
        hold = self.claim.order.hold
        return Money(max(hold.left - sums.total, 0), hold.currency)

    @property
    def goods_come_back(self) -> bool:
        return self.claim.wish == Wish.RETURN


#: Whose turn it is in a state, and by which clock.
_TURNS: Mapping[tuple[ClaimState, Role], str] = {
    (ClaimState.ASKED, Role.SELLER): "claim_answer",
    (ClaimState.OFFERED, Role.BUYER): "offer_answer",
    (ClaimState.OFFERED, Role.SELLER): "offer_answer",
    (ClaimState.REFUSED, Role.BUYER): "after_refusal",
    (ClaimState.TO_SEND_BACK, Role.BUYER): "goods_back",
    (ClaimState.INSPECTING, Role.SELLER): "goods_inspected",
    (ClaimState.EVIDENCE, Role.BUYER): "evidence",
    (ClaimState.EVIDENCE, Role.SELLER): "evidence",
    (ClaimState.RULED, Role.BUYER): "appeal_buyer",
    (ClaimState.RULED, Role.SELLER): "appeal_seller",
}


def all_left(hold: Hold) -> Money:
    """Everything that is still held, as far as it came from the buyer."""
    back = Back.all_of(hold)
    return Money(divide_back(hold, back).buyer if hold.left else 0, hold.currency)


def claims_of(orders: Sequence[Order]) -> dict[int, list[Claim]]:
    """The claims of each order, oldest first, an open one last. One query."""
    by_pk = {order.pk: order for order in orders}
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in _CLAIMS.all(list(by_pk)) if by_pk else ():
        claim.order = by_pk[claim.order_id]
        found[claim.order_id].append(claim)
    return found


def with_details(claims: Iterable[Claim], deadlines: Mapping[int, Mapping[str, Deadline]]) -> dict[int, ClaimFacts]:
    """By claim: its facts. Two queries when there are both claims before a ruling and after one."""
    rows = {claim.pk: claim for claim in claims}
    offers: dict[int, list[Offer]] = defaultdict(list)
    before = [pk for pk, claim in rows.items() if claim.state in _ANSWERED]
    for offer in _OFFERS.all(before) if before else ():
        offers[offer.claim_id].append(offer)
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    after = [pk for pk, claim in rows.items() if claim.state in _RULED]
    for ruling in _RULINGS.all(after) if after else ():
        rulings[ruling.claim_id].append(ruling)
    return {
        pk: ClaimFacts(claim, deadlines.get(pk, {}), tuple(offers[pk]), tuple(rulings[pk]))
        for pk, claim in rows.items()
    }
