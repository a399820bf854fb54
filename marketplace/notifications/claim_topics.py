"""What people are told about claims: see topics.py. The reasons and words of the other side stand on the page."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.claims.states import Outcome
from marketplace.notifications.telling import Payload, Telling, by

BUYER, SELLER, OPERATOR = Role.BUYER, Role.SELLER, Role.OPERATOR

ANSWER = ("claim", "claim_answer")
GO_ON = ("claim", "after_refusal")
SEND_BACK = ("claim", "goods_back")
INSPECT = ("claim", "goods_inspected")
BUYER_APPEALS = ("claim", "appeal_buyer")
SELLER_APPEALS = ("claim", "appeal_seller")

#: What the page of an order tells each side about the open claim.
ON_THE_PAGE: Mapping[Role, tuple[str, ...]] = {
    BUYER: tuple(kind for _subject, kind in (GO_ON, SEND_BACK, BUYER_APPEALS)),
    SELLER: tuple(kind for _subject, kind in (ANSWER, INSPECT, SELLER_APPEALS)),
}

_RULED = (Outcome.RULED, Outcome.FIRST_RULING)


def _ended(
    *outcomes: Outcome, some: bool | None = None, after: bool | None = None, by: Role | None = None
) -> Callable[[Payload], bool]:
    """It ended so; `some` asks whether anything goes back to the buyer, `after` whether it was made after the sale,
    `by` which side ended it.
    """
    return lambda payload: (
        payload.get("outcome") in outcomes
        and (some is None or bool(payload.get("amount")) is some)
        and (after is None or payload.get("after_sale", False) is after)
        and (by is None or payload.get("by") == by.value)
    )


def _about(clock: tuple[str, str]) -> Callable[[Payload], bool]:
    """Which clock a reminder is about."""
    return lambda payload: payload.get("clock") == clock[1]


_APPEAL_SOON = _("The time to appeal against the ruling on order {reference} ends soon.")
_RULING_GIVEN = _("We ruled on order {reference}. Read the ruling; you can accept it or appeal.")

CLAIM_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "claim.opened": (
        Telling(SELLER, _("{buyer} asks for {amount} back for order {reference}. Please answer."), (ANSWER,)),
    ),
    "claim.changed": (
        Telling(SELLER, _("{buyer} now asks for {amount} back for order {reference}. Please answer."), (ANSWER,)),
    ),
    "claim.agreed": (
        Telling(BUYER, _("{shop} takes the goods of order {reference} back. Please send them."), (SEND_BACK,)),
        Telling(SELLER, _("{buyer} is to send the goods of order {reference} back to you.")),
    ),
    "claim.refused": (
        Telling(
            BUYER,
            _("{shop} refused your request for order {reference}. You can change it, withdraw it or ask us to rule."),
            (GO_ON,),
        ),
    ),
    "claim.offered": (
        Telling(BUYER, _("{shop} offers you {amount} for order {reference}. Please answer."), (), by(SELLER)),
        Telling(SELLER, _("{buyer} offers to take {amount} for order {reference}. Please answer."), (), by(BUYER)),
    ),
    "claim.offer_refused": (
        Telling(SELLER, _("{buyer} did not accept your offer for order {reference}. Please answer."), (ANSWER,)),
        Telling(BUYER, _("The offer for order {reference} was not accepted. Your request stands as you made it.")),
    ),
    "claim.ruling_asked": (
        Telling(BUYER, _("You asked us to rule on order {reference}. Show us what you have.")),
        Telling(SELLER, _("{buyer} asked us to rule on order {reference}. Show us what you have.")),
    ),
    "claim.with_desk": (
        Telling(BUYER, _("We now rule on your request for order {reference}.")),
        Telling(SELLER, _("We now rule on the request for order {reference}.")),
        Telling(OPERATOR, _("Order {reference} waits for a ruling.")),
    ),
    "claim.ruling_overdue": (Telling(OPERATOR, _("The ruling on order {reference} is overdue.")),),
    "claim.sent_back": (
        Telling(SELLER, _("{buyer} has sent the goods of order {reference} back. Please look at them."), (INSPECT,)),
    ),
    "claim.goods_contested": (
        Telling(BUYER, _("{shop} contests what came back of order {reference}. Show us what you have.")),
    ),
    "claim.evidence_added": (
        Telling(SELLER, _("{buyer} added evidence about order {reference}."), (), by(BUYER)),
        Telling(BUYER, _("{shop} added evidence about order {reference}."), (), by(SELLER)),
    ),
    "claim.ruling_proposed": (Telling(OPERATOR, _("A ruling on order {reference} waits for a second operator.")),),
    "claim.ruling_declined": (
        Telling(OPERATOR, _("A proposed ruling on order {reference} was declined. Another one is needed.")),
    ),
    "claim.ruling_given": (
        Telling(BUYER, _RULING_GIVEN, (BUYER_APPEALS,)),
        Telling(SELLER, _RULING_GIVEN, (SELLER_APPEALS,)),
    ),
    "claim.ruling_accepted": (
        Telling(SELLER, _("{buyer} accepts the ruling on order {reference}."), (), by(BUYER)),
        Telling(BUYER, _("{shop} accepts the ruling on order {reference}."), (), by(SELLER)),
    ),
    "claim.appealed": (
        Telling(BUYER, _("An appeal was made about order {reference}. Somebody else looks at it again.")),
        Telling(SELLER, _("An appeal was made about order {reference}. Somebody else looks at it again.")),
        Telling(OPERATOR, _("An appeal about order {reference} waits for a ruling.")),
    ),
    "claim.soon": (
        Telling(
            SELLER,
            _("The time to answer the request for order {reference} ends soon. Silence is agreement."),
            (ANSWER,),
            _about(ANSWER),
        ),
        Telling(
            BUYER,
            _("The time to go on with your request for order {reference} ends soon. Then it closes."),
            (GO_ON,),
            _about(GO_ON),
        ),
        Telling(
            BUYER,
            _("The time to send back the goods of order {reference} ends soon. Then your request closes."),
            (SEND_BACK,),
            _about(SEND_BACK),
        ),
        Telling(
            SELLER,
            _("The time to look at what came back of order {reference} ends soon. Then {buyer} is paid back."),
            (INSPECT,),
            _about(INSPECT),
        ),
        Telling(BUYER, _APPEAL_SOON, (BUYER_APPEALS,), _about(BUYER_APPEALS)),
        Telling(SELLER, _APPEAL_SOON, (SELLER_APPEALS,), _about(SELLER_APPEALS)),
    ),
    "claim.closed": (
        Telling(
            BUYER,
            _("{shop} agreed: {amount} of order {reference} goes back to you."),
            (),
            _ended(Outcome.AGREED, Outcome.RETURNED),
        ),
        Telling(
            SELLER,
            _("{amount} of order {reference} goes back to {buyer}, as you agreed."),
            (),
            _ended(Outcome.AGREED, Outcome.RETURNED),
        ),
        Telling(
            BUYER,
            _("{shop} did not answer, so {amount} of order {reference} goes back to you."),
            (),
            _ended(Outcome.SILENCE),
        ),
        Telling(
            SELLER,
            _("You did not answer, so {amount} of order {reference} goes back to {buyer}."),
            (),
            _ended(Outcome.SILENCE),
        ),
        Telling(
            BUYER,
            _("You accepted the offer of {shop}: {amount} of order {reference} goes back to you."),
            (),
            _ended(Outcome.OFFER_ACCEPTED, by=BUYER),
        ),
        Telling(
            SELLER,
            _("{buyer} accepted your offer: {amount} of order {reference} goes back to {buyer}."),
            (),
            _ended(Outcome.OFFER_ACCEPTED, by=BUYER),
        ),
        Telling(
            BUYER,
            _("{shop} accepted your offer: {amount} of order {reference} goes back to you."),
            (),
            _ended(Outcome.OFFER_ACCEPTED, by=SELLER),
        ),
        Telling(
            SELLER,
            _("You accepted the offer of {buyer}: {amount} of order {reference} goes back to {buyer}."),
            (),
            _ended(Outcome.OFFER_ACCEPTED, by=SELLER),
        ),
        Telling(SELLER, _("{buyer} withdrew the request for order {reference}."), (), _ended(Outcome.WITHDRAWN)),
        Telling(
            BUYER,
            _("{shop} does not cancel order {reference} and is about to ship it."),
            (),
            _ended(Outcome.REFUSED),
        ),
        Telling(
            BUYER,
            _("Your request for order {reference} has closed. The time to look at the goods runs on."),
            (),
            _ended(Outcome.LAPSED, Outcome.NOT_SENT_BACK, after=False),
        ),
        Telling(
            BUYER,
            _("Your request for order {reference} has closed without money."),
            (),
            _ended(Outcome.LAPSED, Outcome.NOT_SENT_BACK, after=True),
        ),
        Telling(
            SELLER,
            _("The request for order {reference} has closed without money."),
            (),
            _ended(Outcome.LAPSED, Outcome.NOT_SENT_BACK),
        ),
        Telling(
            BUYER,
            _("The ruling is final: {amount} of order {reference} goes back to you."),
            (),
            _ended(*_RULED, some=True),
        ),
        Telling(
            SELLER,
            _("The ruling is final: {amount} of order {reference} goes back to {buyer}, the rest is yours."),
            (),
            _ended(*_RULED, some=True),
        ),
        Telling(
            BUYER,
            _("The ruling is final: the money for order {reference} goes to {shop}."),
            (),
            _ended(*_RULED, some=False, after=False),
        ),
        Telling(
            BUYER,
            _("The ruling is final: the money for order {reference} stays with {shop}."),
            (),
            _ended(*_RULED, some=False, after=True),
        ),
        Telling(
            SELLER,
            _("The ruling is final: the money for order {reference} is yours."),
            (),
            _ended(*_RULED, some=False),
        ),
        Telling(
            BUYER,
            _("We did not rule in time, so {amount} of order {reference} goes back to you, as announced."),
            (),
            _ended(Outcome.DEFAULT),
        ),
        Telling(
            SELLER,
            _("We did not rule in time, so {amount} of order {reference} goes back to {buyer}, as announced."),
            (),
            _ended(Outcome.DEFAULT),
        ),
    ),
}
