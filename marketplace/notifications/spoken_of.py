"""What notices speak of that are not about an order: the names in their sentence, the words beside it, and the page
they lead to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.urls import reverse

from core.actor import Role
from escrow.payments.models import Capture, PayoutAccount
from marketplace.catalog.models import Shop
from marketplace.conversations.models import Report, Thread
from marketplace.notifications.models import Notification
from marketplace.notifications.suspension_topics import reason_of
from marketplace.suspensions.models import Suspension
from marketplace.trade.statement import masked

SUSPENSIONS = {Role.BUYER: "buyers:suspensions", Role.SELLER: "buyers:suspensions", Role.OPERATOR: "staff:appeals"}
THREADS = {Role.BUYER: "buyers:thread", Role.SELLER: "sellers:thread"}


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """`parts` are the names in the sentence, `reason` what the desk wrote, `address` the path of the page."""

    parts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    address: str = ""


NOTHING = SpokenOf()


def spoken_of(notifications: Iterable[Notification]) -> dict[int, SpokenOf]:
    """By the number of the notice. One query for each type that is there."""
    by_type: dict[str, list[Notification]] = {}
    for one in notifications:
        by_type.setdefault(one.subject_type, []).append(one)
    found: dict[int, SpokenOf] = {}
    for kind, (rows, say) in _KINDS.items():
        notices = by_type.get(kind, ())
        subjects = rows().in_bulk({one.subject_id for one in notices}) if notices else {}
        found |= {one.pk: say(subjects[one.subject_id], one) for one in notices if one.subject_id in subjects}
    return found


def _role(notice: Notification) -> Role:
    return Role(notice.payload["as"])


def _suspension(suspension: Suspension, notice: Notification) -> SpokenOf:
    return SpokenOf(reason=reason_of(notice.topic, suspension), address=reverse(SUSPENSIONS[_role(notice)]))


def _thread(thread: Thread, notice: Notification) -> SpokenOf:
    reference = thread.order.reference if thread.order else ""
    names = {"shop": thread.shop.shown_name, "buyer": thread.buyer.name, "reference": reference}
    return SpokenOf(names, address=reverse(THREADS[_role(notice)], args=[thread.pk]))


def _report(report: Report, _notice: Notification) -> SpokenOf:
    return SpokenOf(reason=report.answer)


def _payout_account(account: PayoutAccount, _notice: Notification) -> SpokenOf:
    return SpokenOf({"account": masked(account.bank, account.number)}, address=reverse("sellers:payout_account"))


def _capture(capture: Capture, _notice: Notification) -> SpokenOf:
    """Money that came under a payment of an order, or of a shop's deposit."""
    payment = capture.payment
    if payment is None:
        return NOTHING
    deposit = payment.purpose != "checkout"
    address = reverse("sellers:deposit") if deposit else reverse("buyers:paying", args=[payment.reference])
    return SpokenOf({"reference": payment.reference}, address=address)


def _shop(_shop: Shop, _notice: Notification) -> SpokenOf:
    """Its deposit: nothing else is told about a shop as such."""
    return SpokenOf(address=reverse("sellers:deposit"))


Rows = Callable[[], QuerySet[Model]]
_KINDS: Mapping[str, tuple[Rows, Callable[..., SpokenOf]]] = {
    "suspension": (Suspension.objects.all, _suspension),
    "thread": (lambda: Thread.objects.select_related("shop", "buyer", "order"), _thread),
    "report": (Report.objects.all, _report),
    "capture": (lambda: Capture.objects.select_related("payment"), _capture),
    "shop": (Shop.objects.all, _shop),
    "payout_account": (PayoutAccount.objects.all, _payout_account),
}
