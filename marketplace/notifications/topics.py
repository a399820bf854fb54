"""Who is told what, topic by topic. A row: one role, one sentence, and the deadlines for which the notice is proof.

The sentence is made when it is read or sent, in the reader's language; what happens next is said beside it by the
custody line. Topics that nobody is told about stand in no row.
"""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from escrow.payments.states import Verdict
from marketplace.notifications.claim_topics import CLAIM_TOPICS
from marketplace.notifications.deposit_topics import DEPOSIT_TOPICS
from marketplace.notifications.details_topics import DETAILS_TOPICS
from marketplace.notifications.message_topics import MESSAGE_TOPICS
from marketplace.notifications.review_topics import REVIEW_TOPICS
from marketplace.notifications.suspension_topics import SUSPENSION_TOPICS
from marketplace.notifications.telling import Payload, Telling
from marketplace.notifications.telling import by as _by

#: Deadlines that take something from somebody who stays silent: (type of subject, kind). All bear the order's number.
RELEASE = ("hold", "release")
SHIP = ("order", "ship_latest")
HAND_OVER = ("order", "handed_over_again")


BUYER, SELLER, OPERATOR = Role.BUYER, Role.SELLER, Role.OPERATOR


def _why(why: str) -> Callable[[Payload], bool]:
    """For which reason it was done."""
    return lambda payload: payload.get("why") == why


def _deposited(payload: Payload) -> bool:
    """Whether a payout was a deposit that goes back."""
    return bool(payload.get("deposit"))


def _earned(payload: Payload) -> bool:
    return not _deposited(payload)


def _of_an_order(payload: Payload) -> bool:
    """Whether money goes back out of an order's hold: else it never came into one."""
    return payload.get("hold", 0) is not None


def _of_none(payload: Payload) -> bool:
    return not _of_an_order(payload)


def _judged(verdict: str) -> Callable[[Payload], bool]:
    """Why money that came does not pay."""
    return lambda payload: payload.get("verdict") == verdict


def _judged_otherwise(payload: Payload) -> bool:
    return payload.get("verdict") not in _GOES_BACK


#: True of an order's payment, and of a shop's deposit.
_GOES_BACK: Mapping[str, Promise] = {
    Verdict.SECOND: _("{amount} under {reference} came a second time. The first counts; this goes back to you whole."),
    Verdict.LATE: _("{amount} under {reference} came too late to count, and goes back to you whole."),
    Verdict.SHORT: _("{amount} under {reference} is less than is to be paid, and goes back to you whole."),
    Verdict.OVER: _("{amount} under {reference} is more than is to be paid, and goes back to you whole."),
    Verdict.FOREIGN: _("{amount} under {reference} came in another currency, and goes back to you whole."),
}


TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "order.placed": (Telling(BUYER, _("Your order {reference} from {shop} waits for {amount}.")),),
    "order.paid": (
        Telling(BUYER, _("You paid {amount} for your order {reference}. It is held.")),
        Telling(SELLER, _("{buyer} paid {amount}: order {reference} is to be shipped."), (SHIP,)),
    ),
    "order.packed": (Telling(BUYER, _("{shop} is packing your order {reference}.")),),
    "order.promise_passed": (
        Telling(BUYER, _("{shop} has not shipped order {reference} as promised. You may cancel it at once.")),
        Telling(SELLER, _("You have not shipped order {reference} as promised. It may be cancelled now."), (SHIP,)),
    ),
    "order.shipped": (Telling(BUYER, _("{shop} has shipped your order {reference}."), (RELEASE,)),),
    "order.delivered": (
        Telling(BUYER, _("Your order {reference} from {shop} has arrived. Is it right?"), (RELEASE,)),
        Telling(SELLER, _("Order {reference} has arrived at {buyer}.")),
    ),
    "order.parcel_returned": (
        Telling(BUYER, _("The parcel of your order {reference} went back to {shop}.")),
        Telling(SELLER, _("The parcel of order {reference} comes back to you."), (HAND_OVER,)),
    ),
    "order.parcel_lost": (
        Telling(BUYER, _("The courier lost the parcel of your order {reference}.")),
        Telling(SELLER, _("The courier lost the parcel of order {reference}."), (HAND_OVER,)),
    ),
    "order.handed_over_again": (Telling(BUYER, _("{shop} has sent order {reference} again."), (RELEASE,)),),
    "order.extended": (
        Telling(BUYER, _("{shop} gives you more time for order {reference}."), (RELEASE,), _by(SELLER)),
        Telling(SELLER, _("{buyer} takes more time for order {reference}."), (), _by(BUYER)),
    ),
    "order.cancelled": (
        Telling(BUYER, _("You cancelled order {reference}."), (), _by(BUYER)),
        Telling(SELLER, _("{buyer} cancelled order {reference}. Do not ship it."), (), _by(BUYER)),
        Telling(BUYER, _("{shop} cancelled your order {reference}."), (), _by(SELLER)),
        Telling(SELLER, _("You cancelled order {reference}."), (), _by(SELLER)),
    ),
    "order.closed_unpaid": (Telling(BUYER, _("Order {reference} from {shop} was not paid in time and closed.")),),
    "order.never_shipped": (
        Telling(BUYER, _("Order {reference} from {shop} never shipped. You are paid back in full.")),
        Telling(SELLER, _("You never shipped order {reference}. {buyer} is paid back in full.")),
    ),
    "order.parcel_refunded": (
        Telling(BUYER, _("The parcel of order {reference} did not come. You are paid back in full.")),
        Telling(SELLER, _("The parcel of order {reference} was not sent again. {buyer} is paid back in full.")),
    ),
    "order.disputed": (
        Telling(BUYER, _("Your bank disputes the payment of order {reference}. Nothing moves until it has decided.")),
        Telling(SELLER, _("The buyer’s bank disputes the payment of order {reference}. Nothing moves meanwhile.")),
        Telling(OPERATOR, _("The payment of order {reference} is disputed. The provider wants evidence.")),
    ),
    "order.dispute_won": (
        Telling(BUYER, _("Your bank gave back the payment of order {reference}. The order goes on.")),
        Telling(SELLER, _("The dispute about order {reference} was won. The order goes on.")),
    ),
    "order.dispute_over": (
        Telling(BUYER, _("Your bank’s dispute about order {reference} is over, and took nothing of it. It goes on.")),
        Telling(SELLER, _("The dispute about order {reference} is over, and took nothing of it. The order goes on.")),
    ),
    "order.dispute_lost": (
        Telling(BUYER, _("Your bank has kept {amount} of order {reference}: it is yours again.")),
        Telling(SELLER, _("The buyer’s bank has taken {amount} of order {reference} back.")),
        Telling(OPERATOR, _("The dispute about order {reference} was lost: {amount} is gone.")),
    ),
    "order.pay_soon": (Telling(BUYER, _("Your order {reference} from {shop} is not paid yet and closes soon.")),),
    "order.ship_soon": (Telling(SELLER, _("The time you promised to ship order {reference} ends soon."), (SHIP,)),),
    "order.release_soon": (Telling(BUYER, _("The money for order {reference} goes to {shop} soon."), (RELEASE,)),),
    "hold.released": (
        Telling(BUYER, _("{amount} for order {reference} went to {shop}.")),
        Telling(SELLER, _("{amount} of order {reference} is yours.")),
    ),
    "hold.goodwill_given": (
        Telling(BUYER, _("We give you {amount} of our own for order {reference}. It comes back the way you paid.")),
    ),
    "refund.succeeded": (
        Telling(BUYER, _("{amount} of order {reference} is back with you."), (), _of_an_order),
        Telling(BUYER, _("{amount} that came and did not count is back with you."), (), _of_none),
    ),
    "refund.rejected": (
        Telling(
            BUYER,
            _("Your way of paying refused {amount} of order {reference}. Name a bank account, and it goes there."),
            (),
            _of_an_order,
        ),
        Telling(OPERATOR, _("The provider rejected a refund of {amount}, order {reference}."), (), _of_an_order),
        Telling(BUYER, _("Your way of paying refused {amount} that goes back to you. We see to it."), (), _of_none),
        Telling(OPERATOR, _("The provider rejected a refund of {amount} that is of no order."), (), _of_none),
    ),
    "capture.returned": (
        *(Telling(BUYER, words, (), _judged(verdict)) for verdict, words in _GOES_BACK.items()),
        Telling(
            BUYER,
            _("A payment of {amount} under {reference} could not be taken and goes back to you whole."),
            (),
            _judged_otherwise,
        ),
    ),
    "payout.paid": (
        Telling(SELLER, _("{amount} was paid out to your bank account."), (), _earned),
        Telling(SELLER, _("Your deposit of {amount} was paid out to your bank account."), (), _deposited),
        Telling(BUYER, _("{amount} was paid back to your bank account.")),
    ),
    "payout.returned": (
        Telling(SELLER, _("Your bank sent {amount} back. It is in your available money again."), (), _earned),
        Telling(
            SELLER,
            _("Your bank sent your deposit of {amount} back. It is here again: see to your bank account and ask anew."),
            (),
            _deposited,
        ),
        Telling(BUYER, _("Your bank sent back {amount} that we paid back to you. It is not lost: we see to it.")),
    ),
    "payout.refused": (
        Telling(
            SELLER, _("We did not send your payout of {amount}. It is in your available money again."), (), _earned
        ),
        Telling(
            SELLER, _("We did not send your deposit of {amount} back. It is here again: ask anew."), (), _deposited
        ),
    ),
    "endpoint.stopped": (
        Telling(
            SELLER,
            _("Nobody took what we sent to one of your webhooks for five days. We send nothing more there."),
            (),
            _why("failing"),
        ),
        Telling(
            SELLER,
            _("One of your webhooks answered that it is gone. We send nothing more there."),
            (),
            _why("gone"),
        ),
    ),
    **CLAIM_TOPICS,
    **DEPOSIT_TOPICS,
    **DETAILS_TOPICS,
    **MESSAGE_TOPICS,
    **REVIEW_TOPICS,
    **SUSPENSION_TOPICS,
}


def tellings(topic: str, payload: Payload) -> tuple[Telling, ...]:
    """Who is told of this message."""
    return tuple(row for row in TOPICS.get(topic, ()) if row.when is None or row.when(payload))


def telling_of(topic: str, role: str, payload: Payload) -> Telling | None:
    """The row that made a notice; None when it has been taken out of the table since."""
    return next((row for row in tellings(topic, payload) if row.role == role), None)
