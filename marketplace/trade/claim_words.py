"""What the custody line says while a claim is open: who must do what until when, and what happens if nobody does."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from marketplace.claims.states import ClaimState
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.claim_verbs import has_return_address
from marketplace.trade.facts import Facts
from marketplace.trade.our_part import all_of_it
from marketplace.trade.phrases import amount, at, figure, follow, until

Words = Callable[[], str]
B, S, O = Role.BUYER, Role.SELLER, Role.OPERATOR  # noqa: E741  # the columns of a table

#: (state, reader) -> the sentence. Those of an offer, a ruling and an appeal depend on whose it is (below).
_SENTENCES: Mapping[tuple[ClaimState, Role], Words] = {
    (ClaimState.ASKED, B): lambda: _("You asked for {asked} back ({reason}). {shop} answers by {when}."),
    (ClaimState.ASKED, S): lambda: _("{buyer} asks for {asked} back ({reason}). Answer by {when}."),
    (ClaimState.ASKED, O): lambda: _("{buyer} asks for {asked} back ({reason}). The shop answers by {when}."),
    (ClaimState.REFUSED, B): lambda: _(
        "{shop} refused. Change your request, withdraw it or ask us to rule by {when}. "
        "Otherwise it closes, and your time to look at the goods runs on."
    ),
    (ClaimState.REFUSED, S): lambda: _(
        "You refused. {buyer} may change the request, withdraw it or ask us to rule by {when}. "
        "Otherwise it closes, and the order runs on."
    ),
    (ClaimState.REFUSED, O): lambda: _(
        "The shop refused. {buyer} goes on by {when}, or the request closes and the order runs on."
    ),
    (ClaimState.TO_SEND_BACK, B): lambda: _(
        "Send the goods back to {shop} and enter the tracking number by {when}. "
        "Otherwise the request closes, and your time to look at the goods runs on."
    ),
    (ClaimState.TO_SEND_BACK, S): lambda: _(
        "{buyer} sends the goods back to you by {when}. Otherwise the request closes, and the order runs on."
    ),
    (ClaimState.TO_SEND_BACK, O): lambda: _(
        "{buyer} sends the goods back by {when}, or the request closes and the order runs on."
    ),
    (ClaimState.INSPECTING, B): lambda: _(
        "You sent the goods back. {shop} looks at them by {when}. Unless it contests them, {asked} goes back to you."
    ),
    (ClaimState.INSPECTING, S): lambda: _(
        "{buyer} sent the goods back. Look at them by {when}. Unless you contest them, {asked} goes back to {buyer}."
    ),
    (ClaimState.INSPECTING, O): lambda: _(
        "The goods are on their way back. The shop looks at them by {when}; "
        "unless it contests them, {asked} is refunded."
    ),
    (ClaimState.EVIDENCE, B): lambda: _("Show us what you have by {when}. Then we rule on what is there."),
    (ClaimState.EVIDENCE, S): lambda: _("Show us what you have by {when}. Then we rule on what is there."),
    (ClaimState.EVIDENCE, O): lambda: _("Both sides show what they have until {when}. Then the desk rules."),
    (ClaimState.RULING, B): lambda: _(
        "If we have not ruled by {latest}, {asked} goes back to you by itself and it is counted against us in public."
    ),
    (ClaimState.RULING, S): lambda: _(
        "If we have not ruled by {latest}, {asked} goes back to {buyer} by itself "
        "and it is counted against us in public."
    ),
    (ClaimState.RULING, O): lambda: _(
        "If nobody has ruled by {latest}, {asked} is refunded to {buyer} and counted against us in public."
    ),
}

#: Those of an after-sale claim that speak of what runs on otherwise: nothing does.
_AFTER_SALE: Mapping[tuple[ClaimState, Role], Words] = {
    (ClaimState.REFUSED, B): lambda: _(
        "{shop} refused. Change your request, withdraw it or ask us to rule by {when}. Otherwise it closes."
    ),
    (ClaimState.REFUSED, S): lambda: _(
        "You refused. {buyer} may change the request, withdraw it or ask us to rule by {when}. Otherwise it closes."
    ),
    (ClaimState.REFUSED, O): lambda: _("The shop refused. {buyer} goes on by {when}, or the request closes."),
    (ClaimState.TO_SEND_BACK, B): lambda: _(
        "Send the goods back to {shop} and enter the tracking number by {when}. Otherwise the request closes."
    ),
    (ClaimState.TO_SEND_BACK, S): lambda: _(
        "{buyer} sends the goods back to you by {when}. Otherwise the request closes."
    ),
    (ClaimState.TO_SEND_BACK, O): lambda: _("{buyer} sends the goods back by {when}, or the request closes."),
}


def asked_back(facts: Facts, asked: ClaimFacts, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence of an order that was released, while a part of it is asked back."""
    reader = reader if reader in {B, S} else O
    words = {
        B: _("{amount} went to {shop}, and you ask for {asked} back"),
        S: _("{amount} is yours, and {asked} of it is asked back"),
        O: _("{amount} was released, and {asked} of it is asked back"),
    }[reader]
    total = facts.earned + facts.fee
    title = words.format(amount=amount(total), asked=amount(asked.asked), shop=facts.order.shop.shown_name)
    return title, _sentence(facts, asked, reader, now)


def frozen_by_claim(facts: Facts, asked: ClaimFacts, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence of an order whose money is frozen by an open claim."""
    title = _("{amount} is frozen").format(amount=amount(facts.kept))
    return title, _sentence(facts, asked, reader if reader in {B, S} else O, now)


def _sentence(facts: Facts, asked: ClaimFacts, reader: Role, now: datetime) -> SafeString:
    said = _BY_STATE.get(asked.state, _plain)(facts, asked, reader, _parts(facts, asked, now))
    whole = all_of_it(asked, asked.ruling or asked.offer or asked.claim) if reader is S else SafeString("")
    return follow(said, whole) if whole else said


def _parts(facts: Facts, asked: ClaimFacts, now: datetime) -> dict[str, object]:
    due = asked.next_due
    latest = asked.due("ruling_latest") or asked.due("appeal_latest")
    promise = asked.due("ruling_promise") or asked.due("appeal_promise")
    return {
        "shop": facts.order.shop.shown_name,
        "buyer": facts.order.buyer.name,
        "asked": figure(asked.asked),
        "reason": asked.claim.get_reason_display(),
        "when": until(due, now) if due else "",
        "latest": at(latest, now) if latest else "",
        "promise": until(promise, now) if promise else "",
        "buyer_until": until(due, now) if (due := asked.due("appeal_buyer")) else "",
        "seller_until": until(due, now) if (due := asked.due("appeal_seller")) else "",
    }


Parts = dict[str, object]


def _plain(_facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    words = _SENTENCES[asked.state, reader]
    if asked.claim.after_sale:
        words = _AFTER_SALE.get((asked.state, reader), words)
    return format_html(words(), **parts)


def _asked(facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    """What silence of the shop means follows the question."""
    comes_back = asked.goods_come_back and has_return_address(facts)
    if reader is B:
        words = _("If it does not, it has agreed: you send the goods back and are paid back.")
        paid = _("If it does not, {asked} goes back to you.")
    elif reader is S:
        words = _("If you do not, you have agreed: the goods are sent back to you and {asked} goes back.")
        paid = _("If you do not, you have agreed and {asked} goes back.")
    else:
        words = _("Its silence is agreement: the goods are sent back, then it is refunded.")
        paid = _("Its silence is agreement: {asked} is refunded.")
    return follow(_plain(facts, asked, reader, parts), format_html(words if comes_back else paid, **parts))


def _offered(facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    offer = asked.offer
    if offer is None:
        return SafeString("")
    by_shop = offer.role == S
    if reader is O:
        words = (
            _("{shop} offers {offer} instead of {asked}. {buyer} answers by {when}, or the request stands.")
            if by_shop
            else _("{buyer} would take {offer} instead of {asked}. {shop} answers by {when}, or the request stands.")
        )
    elif reader is B:
        words = (
            _(
                "{shop} offers you {offer} instead of {asked}. Answer by {when}. "
                "If you do not, your request stands as you made it, and the shop answers it."
            )
            if by_shop
            else _(
                "You offered to take {offer} instead of {asked}. {shop} answers by {when}. "
                "If it does not, your request stands as you made it."
            )
        )
    else:
        words = (
            _(
                "You offered {offer} instead of {asked}. {buyer} answers by {when}. "
                "Without an answer the request stands as it was made, and your own time to answer runs on."
            )
            if by_shop
            else _(
                "{buyer} would take {offer} instead of {asked}. Answer by {when}. "
                "If you do not, the request stands as it was made, and your own time to answer runs on."
            )
        )
    return format_html(words, offer=figure(asked.to_buyer(offer)), **parts)


def _ruling(facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    if parts["promise"]:
        words = _("Rule by {promise}.") if reader is O else _("We rule by {promise}.")
    else:
        words = _("The promised time to rule has passed.") if reader is O else _("We are late with our ruling.")
    return follow(format_html(words, **parts), _plain(facts, asked, reader, parts))


def _ruled(_facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    words = {
        B: _("We ruled: {back} goes to you, {rest} to {shop}."),
        S: _("We ruled: {back} goes to {buyer}, {rest} to you."),
        O: _("Ruled: {back} to {buyer}, {rest} to {shop}."),
    }[reader]
    if asked.claim.after_sale:
        words = {
            B: _("We ruled: {back} goes back to you, {rest} stays with {shop}."),
            S: _("We ruled: {back} goes back to {buyer}, {rest} stays with you."),
            O: _("Ruled: {back} back to {buyer}, {rest} stays with {shop}."),
        }[reader]
    said = format_html(words, **parts, **_division(asked))
    return follow(said, format_html(_still_to_wait(asked, reader), **parts))


def _still_to_wait(asked: ClaimFacts, reader: Role) -> str:
    """Whose time to appeal still runs: each side's own clock."""
    buyer, seller = asked.due("appeal_buyer") is not None, asked.due("appeal_seller") is not None
    if reader is O or not (buyer or seller):
        return _("Either side may appeal; otherwise it is final.")
    mine, theirs = (buyer, seller) if reader is B else (seller, buyer)
    if mine and reader is B:
        return _("Accept it, or appeal by {buyer_until}. If you do nothing, it becomes final.")
    if mine:
        return _("Accept it, or appeal by {seller_until}. If you do nothing, it becomes final.")
    if theirs and reader is B:
        return _("{shop} may still appeal until {seller_until}. Otherwise it is final.")
    return _("{buyer} may still appeal until {buyer_until}. Otherwise it is final.")


def _appealed(_facts: Facts, asked: ClaimFacts, reader: Role, parts: Parts) -> SafeString:
    appeal = getattr(asked.claim, "appeal", None)
    mine = appeal is not None and appeal.role == reader.value
    by_buyer = appeal is not None and appeal.role == B
    others = _("{buyer} appealed.") if by_buyer else _("{shop} appealed.")
    who = _("You appealed.") if mine else others
    rules = _("Somebody else rules by {promise}.") if parts["promise"] else _("We are late with our second ruling.")
    first = {
        B: _("If nobody has by {latest}, the first ruling is final: {back} to you, {rest} to {shop}."),
        S: _("If nobody has by {latest}, the first ruling is final: {back} to {buyer}, {rest} to you."),
    }.get(reader, _("If nobody has by {latest}, the first ruling is final: {back} to {buyer}, {rest} to {shop}."))
    said = follow(format_html(who, **parts), format_html(rules, **parts))
    return follow(said, format_html(first, **parts, **_division(asked)))


def _division(asked: ClaimFacts) -> dict[str, SafeString]:
    ruling = asked.ruling
    if ruling is None:
        return {"back": SafeString(""), "rest": SafeString("")}
    return {"back": figure(asked.to_buyer(ruling)), "rest": figure(asked.to_seller(ruling))}


_BY_STATE: Mapping[ClaimState, Callable[[Facts, ClaimFacts, Role, Parts], SafeString]] = {
    ClaimState.ASKED: _asked,
    ClaimState.OFFERED: _offered,
    ClaimState.RULING: _ruling,
    ClaimState.RULED: _ruled,
    ClaimState.APPEALED: _appealed,
}
