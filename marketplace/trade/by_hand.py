"""An entry by hand as an operator fills it in: what it is about, and the lines that are seen before it is proposed."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import DomainError, Invalid
from escrow.payments import gateways
from escrow.payments.actions import by_hand
from escrow.payments.actions.by_hand import LONGEST_REFERENCE, PreviewLine
from escrow.payments.models import Decision
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order
from marketplace.trade.proposing import Proposal


def providers() -> list[str]:
    """Whose statement a line may stand on."""
    return gateways.known() or ["bank_transfer"]


def draft(
    kind: str, *, amount: int, order: str = "", shop: int | None = None, gateway: str = "", reference: str = ""
) -> Proposal:
    """What would be proposed: so much of the site's currency (minor units), about an order by its number, a shop by
    its own, or a line of a provider's statement; what the kind does not need is passed over.

    Raises Invalid, with the field: order_unknown, shop_unknown, gateway_unknown, words_missing, words_too_long.
    """
    data: dict[str, object] = {"amount": amount, "currency": settings.CURRENCY}
    if "reference" in by_hand.KINDS[kind].needs:
        if gateway not in providers():
            raise Invalid("gateway_unknown", _("There is no such provider here."), field="gateway")
        named = words.line(reference, field="reference", at_most=LONGEST_REFERENCE, needed=True)
        data |= {"gateway": gateway, "reference": named}
    return Proposal(kind, _subject(kind, order, shop), data)


def _subject(kind: str, order: str, shop: int | None) -> int | None:
    if kind == "goodwill":
        held = Order.objects.filter(reference=order).values_list("hold_id", flat=True).first()
        if held is None:
            raise Invalid("order_unknown", _("There is no order with that number."), field="order")
        return held
    if kind == "debt_write_off":
        owing = Shop.objects.filter(pk=shop).first() if shop else None
        if owing is None:
            raise Invalid("shop_unknown", _("There is no shop with that number."), field="shop")
        return owing.book_id
    return None


def lines_of_decision(decision: Decision) -> list[PreviewLine]:
    """What it will write, or wrote; nothing unless it is an entry by hand."""
    if decision.kind not in by_hand.KINDS:
        return []
    return by_hand.preview(decision.kind, decision.subject_id, decision.data)


def lines_of(proposal: Proposal) -> list[PreviewLine]:
    """The lines it will write. Raises what is refused now already (`by_hand.check`)."""
    about = (proposal.kind, proposal.subject_id, proposal.data)
    by_hand.check(*about)
    return by_hand.preview(*about)


def seen(lines: Sequence[PreviewLine]) -> str:
    """What whoever proposes has seen: another entry is shown first."""
    return ", ".join(f"{line.debit} {line.credit} {line.amount} {line.currency}" for line in lines)


def refuse_unseen(proposal: Proposal, was_seen: str) -> Proposal:
    """The proposal, when its lines are those that were seen. Raises DomainError seen_another, and as `lines_of`."""
    if seen(lines_of(proposal)) != was_seen:
        raise DomainError("seen_another", _("This writes another entry than was seen. Look at it first."), field="seen")
    return proposal
