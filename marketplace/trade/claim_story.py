"""What happened about a claim, as it stands in the order's story: one sentence a verb of the claims' table."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from core.actor import Role
from core.models import AuditRecord
from core.money import Money
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount

Words = Callable[[], str]
PREFIX = "claim_"

#: Verb -> (what its doer reads, what everybody else reads of the buyer, and of the shop).
_SAID: Mapping[str, tuple[Words, Words, Words]] = {
    "open": (lambda: _("You asked for {amount} back."), lambda: _("{buyer} asked for {amount} back."), str),
    "agree": (lambda: _("You agreed."), str, lambda: _("{shop} agreed.")),
    "refuse": (lambda: _("You refused the request."), str, lambda: _("{shop} refused the request.")),
    "offer": (
        lambda: _("You offered {amount} instead."),
        lambda: _("{buyer} would take {amount} instead."),
        lambda: _("{shop} offered {amount} instead."),
    ),
    "accept_offer": (
        lambda: _("You accepted the offer."),
        lambda: _("{buyer} accepted the offer."),
        lambda: _("{shop} accepted the offer."),
    ),
    "refuse_offer": (
        lambda: _("You refused the offer."),
        lambda: _("{buyer} refused the offer."),
        lambda: _("{shop} refused the offer."),
    ),
    "withdraw": (lambda: _("You withdrew the request."), lambda: _("{buyer} withdrew the request."), str),
    "change": (
        lambda: _("You changed the request to {amount}."),
        lambda: _("{buyer} changed the request to {amount}."),
        str,
    ),
    "ask_for_ruling": (lambda: _("You asked us to rule."), lambda: _("{buyer} asked us to rule."), str),
    "send_back": (lambda: _("You sent the goods back."), lambda: _("{buyer} sent the goods back."), str),
    "waive_return": (
        lambda: _("You do not want the goods back."),
        str,
        lambda: _("{shop} does not want the goods back."),
    ),
    "accept_goods": (
        lambda: _("You accepted the goods that came back."),
        str,
        lambda: _("{shop} accepted the goods that came back."),
    ),
    "contest_goods": (
        lambda: _("You contested the goods that came back."),
        str,
        lambda: _("{shop} contested the goods that came back."),
    ),
    "add_evidence": (
        lambda: _("You added to what you show."),
        lambda: _("{buyer} added to what they show."),
        lambda: _("{shop} added to what it shows."),
    ),
    "accept_ruling": (
        lambda: _("You accepted the ruling."),
        lambda: _("{buyer} accepted the ruling."),
        lambda: _("{shop} accepted the ruling."),
    ),
    "appeal": (
        lambda: _("You appealed against the ruling."),
        lambda: _("{buyer} appealed against the ruling."),
        lambda: _("{shop} appealed against the ruling."),
    ),
}

#: Verbs of time and of the desk: everybody reads the same.
_HAPPENED: Mapping[str, Words] = {
    "claim_answer": lambda: _("{shop} did not answer; silence is agreement."),
    "offer_answer": lambda: _("The offer was not answered. The request stands as it was made."),
    "after_refusal": lambda: _("Nothing followed the refusal. The request closed."),
    "goods_back": lambda: _("The goods were not sent back in time. The request closed."),
    "goods_inspected": lambda: _("{shop} did not contest the goods that came back."),
    "evidence": lambda: _("The time to show something ended. We rule now."),
    "ruling_promise": lambda: _("We are late with our ruling. That is counted in public."),
    "ruling_latest": lambda: _("We did not rule in time. What was announced happened."),
    "appeal_promise": lambda: _("We are late with our second ruling. That is counted in public."),
    "appeal_latest": lambda: _("The appeal was not ruled on in time. The first ruling is final."),
    "end_by_chargeback": lambda: _("{buyer}’s bank paid it back. The request closed."),
    "custody_ruling": lambda: _("The money cannot be held much longer. We rule now."),
    "custody_cap": lambda: _("The money cannot be held any longer. What was announced happened."),
}
#: Given at once, or by a second operator; a proposal that waits is for the desk alone.
_RULED = frozenset({"propose_ruling", "agree_to_ruling"})


def told(facts: Facts, reader: Role, record: AuditRecord) -> str:
    """The sentence of an audit row about a claim; nothing for what is the desk's own."""
    verb, data = record.action.removeprefix(PREFIX), record.data
    parts = {
        "shop": facts.order.shop.shown_name,
        "buyer": facts.order.buyer.name,
        "amount": amount(Money(int(data.get("amount", 0)), facts.order.currency)),
    }
    if verb in _RULED:
        given = data.get("to") in {"ruled", "closed"}
        return _("We ruled: {amount} goes to {buyer}.").format(**parts) if given else ""
    if verb in _HAPPENED:
        return _HAPPENED[verb]().format(**parts)
    if verb not in _SAID:
        return ""
    mine, of_buyer, of_shop = _SAID[verb]
    if record.actor_role == reader:
        return mine().format(**parts)
    return (of_buyer() if record.actor_role == Role.BUYER else of_shop()).format(**parts)
