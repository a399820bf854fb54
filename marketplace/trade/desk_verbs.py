"""What an operator may do about a claim: the desk's verbs of the claims' table, with words and consequences."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.claims.states import ClaimState, verbs_of
from marketplace.trade.hearing import Hearing, appeal_days, needs_second
from marketplace.trade.offers import Offer


def _given(hearing: Hearing) -> str:
    """What follows once a ruling is given."""
    if hearing.claim.state == ClaimState.APPEALED:
        return gettext("A ruling on an appeal is final: the money moves at once.")
    days = appeal_days(hearing.claim)
    words = ngettext(
        "Either side may appeal for %(n)s day. The money moves when they have not, or when both have accepted.",
        "Either side may appeal for %(n)s days. The money moves when they have not, or when both have accepted.",
        days,
    )
    return words % {"n": days}


def _proposing(hearing: Hearing) -> str:
    if needs_second(hearing.claim):
        return gettext("A second operator has to agree. Nothing moves before.")
    return _given(hearing)


def _aside(_hearing: Hearing) -> str:
    return gettext("Another ruling can be proposed. The promised time runs on.")


WORDS: Mapping[str, tuple[Promise, Promise, Callable[[Hearing], str]]] = {
    "propose_ruling": (_("Rule"), _("If you rule"), _proposing),
    "agree_to_ruling": (_("Agree with the ruling"), _("If you agree"), _given),
    "decline_ruling": (_("Put it aside"), _("If you put it aside"), _aside),
}


def desk_offers(hearing: Hearing, operator_id: int) -> tuple[Offer, ...]:
    """What this operator is offered; one that is not theirs to do says why."""
    verbs = verbs_of(ClaimState(hearing.claim.state), Role.OPERATOR)
    on_a_proposal = hearing.proposal is not None
    return tuple(
        Offer(
            action=verb,
            label=str(label),
            if_you=str(if_you),
            consequence=then(hearing),
            due_at=_due(hearing),
            blocked_reason=_blocked(hearing, verb, operator_id),
        )
        for verb, (label, if_you, then) in WORDS.items()
        if verb in verbs and (verb != "propose_ruling") == on_a_proposal
    )


def _due(hearing: Hearing) -> datetime | None:
    """As promised, else at the latest: the first clock of the desk's own."""
    kinds = ("ruling_promise", "ruling_latest", "appeal_promise", "appeal_latest")
    due = {clock.kind: clock.due_at for clock in hearing.clocks}
    return next((due[kind] for kind in kinds if kind in due), None)


def _blocked(hearing: Hearing, verb: str, operator_id: int) -> str:
    if hearing.blocked:
        return hearing.blocked
    proposal = hearing.proposal
    if verb == "agree_to_ruling" and proposal is not None and proposal.operator_id == operator_id:
        return gettext("Somebody else must agree with your ruling.")
    return ""
