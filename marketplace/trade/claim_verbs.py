"""What each side may do about an open claim: the verbs of the claims' own table, with words and consequences.

The table (claims/states.py) and the claim's facts decide what is offered; here stands only how it is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.claims.models import Sums, Wish
from marketplace.claims.states import WHILE_DISPUTED, ClaimState
from marketplace.trade.claim_facts import SIDES, ClaimFacts
from marketplace.trade.custody import Style
from marketplace.trade.facts import Facts
from marketplace.trade.offers import Offer
from marketplace.trade.our_part import all_of_it, charge_back
from marketplace.trade.phrases import amount, follow, plain

Words = Callable[[Facts, ClaimFacts], str]


@dataclass(frozen=True, slots=True)
class Row:
    """How a verb is said to a role: on its button, before its consequence, and what follows."""

    label: Promise
    if_you: Promise
    consequence: Words
    style: Style = "link"


def _said(words: Promise) -> Words:
    """Words with the parts every sentence may use."""
    return lambda facts, asked: str(words).format(**_parts(facts, asked))


def _parts(facts: Facts, asked: ClaimFacts) -> dict[str, object]:
    offer = asked.offer
    return {
        "shop": facts.order.shop.shown_name,
        "buyer": facts.order.buyer.name,
        "asked": amount(asked.asked),
        "offer": amount(asked.to_buyer(offer)) if offer else "",
        "answer": facts.span("claim_answer_shipped").days,
        "inspect": facts.span("return_inspection").days,
        "evidence": facts.span("evidence_window").days,
        "send": facts.span("return_shipping").days,
        "reply": facts.span("offer_answer").days,
    }


_RETURN_FIRST = _("{buyer} has {send} days to send the goods back. Then you look at them, and {asked} goes back.")
_AT_ONCE = _("{asked} goes back to {buyer} at once. What is left of the order runs on.")
_ALL_AT_ONCE = _("{asked} goes back to {buyer} at once, and the order ends.")
_FROM_EARNED = _(
    "{asked} goes back to {buyer} at once, out of your available money. "
    "What is missing there is taken from what you earn next."
)


def _agreeing(facts: Facts, asked: ClaimFacts) -> str:
    if asked.goods_come_back and not _sent(asked):
        return _said(_RETURN_FIRST)(facts, asked)
    if asked.claim.after_sale:
        return _said(_FROM_EARNED)(facts, asked)
    whole = asked.claim.total >= facts.hold.left
    return _said(_ALL_AT_ONCE if whole else _AT_ONCE)(facts, asked)


def _sent(asked: ClaimFacts) -> bool:
    parcel = getattr(asked.claim, "goods_back", None)
    return parcel is not None and parcel.sent_at is not None


def _taking_offer(facts: Facts, asked: ClaimFacts) -> str:
    offer = asked.offer
    if offer is not None and offer.wish == Wish.RETURN and not _sent(asked):
        return gettext("The goods are sent back first, then the money goes back.")
    by_buyer = offer is not None and offer.role == Role.BUYER
    words = _("{offer} goes back to {buyer} at once.") if by_buyer else _("{offer} goes back to you at once.")
    return _said(words)(facts, asked)


def _refusing(facts: Facts, asked: ClaimFacts) -> str:
    if not asked.claim.shipped:
        return gettext("You ship as promised. The buyer reads your reason and can ask again when it is on its way.")
    return gettext("The buyer reads your reason and may change the request, withdraw it, or ask us to rule.")


def _withdrawing(facts: Facts, asked: ClaimFacts) -> str:
    if not asked.claim.shipped:
        return gettext("The order goes on and the shop ships it.")
    if asked.claim.after_sale:
        return gettext("Your request ends without money, and is not made again for the same goods.")
    return gettext("Your request ends without money. You have at least 48 hours to look at the goods.")


_OFFER = Row(
    _("Offer another amount"),
    _("If you offer"),
    _said(_("The other side has {reply} days to answer. Each side can make two offers.")),
    "alt",
)
_EVIDENCE = Row(
    _("Add words or photos"),
    _("If you add"),
    _said(_("The other side and we see it. It cannot be changed afterwards.")),
    "main",
)
_ACCEPT = Row(
    _("Accept the ruling"),
    _("If you accept"),
    _said(_("You cannot appeal any more. When both sides have accepted, it is final at once.")),
    "main",
)
_APPEAL = Row(
    _("Appeal"),
    _("If you appeal"),
    _said(_("Once: somebody else looks at everything again, and what they rule is final.")),
    "alt",
)
_TAKE = Row(_("Accept the offer"), _("If you accept"), _taking_offer, "main")
_LEAVE = Row(
    _("Refuse the offer"), _("If you refuse"), _said(_("The request stands as it was made, and the shop answers it."))
)

BUYER, SELLER = SIDES

ROWS: Mapping[tuple[str, Role], Row] = {
    ("add_evidence", BUYER): _EVIDENCE,
    ("add_evidence", SELLER): _EVIDENCE,
    ("accept_offer", BUYER): _TAKE,
    ("accept_offer", SELLER): _TAKE,
    ("refuse_offer", BUYER): _LEAVE,
    ("refuse_offer", SELLER): _LEAVE,
    ("offer", BUYER): _OFFER,
    ("offer", SELLER): _OFFER,
    ("accept_ruling", BUYER): _ACCEPT,
    ("accept_ruling", SELLER): _ACCEPT,
    ("appeal", BUYER): _APPEAL,
    ("appeal", SELLER): _APPEAL,
    ("withdraw", BUYER): Row(_("Withdraw the request"), _("If you withdraw"), _withdrawing),
    ("change", BUYER): Row(
        _("Change the request"),
        _("If you change it"),
        _said(_("{shop} is asked anew and has {answer} days to answer.")),
        "alt",
    ),
    ("ask_for_ruling", BUYER): Row(
        _("Ask us to rule"),
        _("If you ask us"),
        _said(_("Both sides have {evidence} days to show what they have. Then we decide who gets what.")),
        "main",
    ),
    ("send_back", BUYER): Row(
        _("I have sent it back"),
        _("When you send it"),
        _said(_("{shop} has {inspect} days to look at the goods. Unless it contests them, {asked} goes back to you.")),
        "main",
    ),
    ("agree", SELLER): Row(_("Agree"), _("If you agree"), _agreeing, "main"),
    ("refuse", SELLER): Row(_("Refuse"), _("If you refuse"), _refusing),
    ("waive_return", SELLER): Row(
        _("Pay back without the goods"),
        _("If you do not want them"),
        _said(_("{asked} goes back to {buyer} at once. The goods stay there.")),
        "alt",
    ),
    ("accept_goods", SELLER): Row(
        _("The goods are right"),
        _("If they are right"),
        _said(_("{asked} goes back to {buyer} at once.")),
        "main",
    ),
    ("contest_goods", SELLER): Row(
        _("Something is wrong with them"),
        _("If they are not right"),
        _said(_("Both sides have {evidence} days to show what they have. Then we decide who gets what.")),
        "alt",
    ),
}

#: Where these are offered beside something that comes first, they step back.
_SECOND: Mapping[tuple[ClaimState, str], Style] = {
    (ClaimState.ASKED, "add_evidence"): "alt",
    (ClaimState.OFFERED, "agree"): "link",
    (ClaimState.REFUSED, "agree"): "alt",
    (ClaimState.EVIDENCE, "agree"): "link",
    (ClaimState.RULING, "agree"): "alt",
}
#: The sums by which an act of the shop lets money go.
_LETS_GO: Mapping[str, Callable[[ClaimFacts], Sums | None]] = {
    **dict.fromkeys(("agree", "waive_return", "accept_goods"), lambda asked: asked.claim),
    "accept_offer": lambda asked: asked.offer,
}
#: The order in which verbs are shown: what one is asked for first, ways out last.
_FIRST = (
    *("accept_offer", "ask_for_ruling", "send_back", "accept_goods", "accept_ruling", "agree"),
    *("offer", "add_evidence", "change", "contest_goods", "waive_return", "appeal"),
    *("refuse", "refuse_offer", "withdraw"),
)
#: What goods are to be sent back for needs an address of the shop.
_NEEDS_ADDRESS = frozenset({"agree", "accept_offer"})


def claim_offers(facts: Facts, role: Role, now: datetime) -> tuple[Offer, ...]:
    """What `role` is offered about the open claim of an order, by the claims' table."""
    asked = facts.claim
    if asked is None or not asked.is_open or role not in SIDES:
        return ()
    possible = [verb for verb in asked.verbs(role) if verb in WHILE_DISPUTED or not facts.open_dispute]
    verbs = sorted(possible, key=_FIRST.index)
    rows = [_offer(facts, asked, verb, role) for verb in verbs]
    return tuple(sorted(rows, key=lambda offer: offer.style != "main"))


def _offer(facts: Facts, asked: ClaimFacts, verb: str, role: Role) -> Offer:
    row = ROWS[verb, role]
    return Offer(
        action=verb,
        label=str(row.label),
        if_you=str(row.if_you),
        consequence=_consequence(row, facts, asked, verb, role),
        due_at=asked.waits_for(role),
        blocked_reason=_blocked(facts, asked, verb, role),
        style=_SECOND.get((asked.state, verb), row.style),
    )


def _consequence(row: Row, facts: Facts, asked: ClaimFacts, verb: str, role: Role) -> str:
    """What follows; of an act by which a shop lets money go, also what of it is not the buyer's, or not the shop's."""
    said = row.consequence(facts, asked)
    sums = _LETS_GO[verb](asked) if role is SELLER and verb in _LETS_GO else None
    if sums is None:
        return said
    more = [words for words in (all_of_it(asked, sums), charge_back(asked, sums)) if words]
    return plain(reduce(follow, more, format_html("{}", said))) if more else said


def _blocked(facts: Facts, asked: ClaimFacts, verb: str, role: Role) -> str:
    if verb not in _NEEDS_ADDRESS or _sent(asked) or has_return_address(facts):
        return ""
    wish = asked.offer.wish if verb == "accept_offer" and asked.offer else asked.claim.wish
    if wish != Wish.RETURN:
        return ""
    if role is SELLER:
        return gettext("Say first where goods are to be sent back to.")
    return gettext("The shop has not said where goods are sent back to.")


def has_return_address(facts: Facts) -> bool:
    """Whether the shop has said where goods are sent back to."""
    return hasattr(facts.order.shop, "return_address")
