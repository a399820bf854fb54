"""Four eyes: what one operator proposes to do about money, a second one agrees with, and only then it happens."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects as by_products
from core import words
from core.actor import Actor, Role
from core.constraints import broken
from core.effects import Subject
from core.errors import DomainError, Invalid
from core.twice import twice
from escrow.actions.capital import reference_used
from escrow.bank.actions.end_transfer import LONGEST_PROBLEM, refuse_transfer
from escrow.bank.models import Transfer
from escrow.moves import traces
from escrow.payments.actions import by_hand, large_payouts, redirect
from escrow.payments.impartial import refuse_own
from escrow.payments.models import Capture, Decision, Payment, Payout, PayoutAccount, Refund

LONGEST_REASON = 500

Data = Mapping[str, Any]
Act = Callable[[Decision, datetime, Actor], None]


def _match(decision: Decision, now: datetime, actor: Actor) -> None:
    redirect.match_suspense(_subject(decision), decision.data["payment"], now=now, actor=actor)


def _return(decision: Decision, now: datetime, actor: Actor) -> None:
    redirect.return_suspense(_subject(decision), now=now, actor=actor)


def _retry(decision: Decision, now: datetime, actor: Actor) -> None:
    redirect.retry_refund(_subject(decision), now=now, actor=actor)


def _to_bank(decision: Decision, now: datetime, actor: Actor) -> None:
    redirect.refund_to_bank(_subject(decision), decision.data["account"], now=now, actor=actor)


def _refuse_transfer(decision: Decision, now: datetime, actor: Actor) -> None:
    said = decision.reason[:LONGEST_PROBLEM]
    refuse_transfer(_subject(decision), problem=said, operator_id=actor.person, now=now)


def _by_hand(decision: Decision, now: datetime, actor: Actor) -> None:
    by_hand.carry_out(decision.kind, decision.subject_id, decision.data, now=now, actor=actor)


def _send_payout(decision: Decision, now: datetime, actor: Actor) -> None:
    large_payouts.agree_to_payout(_subject(decision))


def _refuse_payout(decision: Decision, now: datetime, actor: Actor) -> None:
    large_payouts.refuse_payout(_subject(decision), decision.reason, now=now, actor=actor)


ACTS: Mapping[str, Act] = {
    "suspense_match": _match,
    "suspense_return": _return,
    "refund_retry": _retry,
    "refund_to_bank": _to_bank,
    "transfer_refuse": _refuse_transfer,
    "payout_send": _send_payout,
    "payout_refuse": _refuse_payout,
    **dict.fromkeys(by_hand.KINDS, _by_hand),
}

KINDS = tuple(ACTS)


def propose(kind: str, subject_id: int | None, data: Data, reason: str, *, operator_id: int, now: datetime) -> Decision:
    """Propose an act. `subject_id` is a capture (suspense_*), a refund (refund_*), a transfer (transfer_*), a
    payout (payout_*), a hold (goodwill), a book (debt_write_off), or None (capital_*, provider_fee, tax_remittance).

    `data`: suspense_match {"payment": id}; refund_to_bank {"account": id}; goodwill, debt_write_off {"amount",
    "currency"}; the other entries by hand {"amount", "currency", "gateway", "reference"}; else {}. Raises Invalid:
    decision_unreadable, reason_missing; DomainError: own_money, own_shop,
    proposed_already, and what is refused now already.
    """
    said = words.several_lines(reason)
    if not 0 < len(said) <= LONGEST_REASON:
        raise Invalid("reason_missing", _("Say why, in at most 500 characters."), field="reason")
    if not _is_whole(kind, subject_id, data):
        raise Invalid("decision_unreadable", _("This cannot be decided on."))
    refuse_own(kind, subject_id, data, operator_id)
    if "reference" in data:
        data = {**data, "reference": data["reference"].strip()}
    if kind in by_hand.KINDS:
        by_hand.check(kind, subject_id, data)
    if subject_id is not None and kind in large_payouts.KINDS:
        large_payouts.check(subject_id)
    elif subject_id is not None:
        redirect.check(kind, subject_id)
    decision = Decision(
        kind=kind,
        subject_id=subject_id,
        data=dict(data),
        reason=said,
        proposed_by_id=operator_id,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
            _record(decision, "propose", operator_id, now)
    except IntegrityError as error:
        raise _proposed_before(error) from error
    return decision


def _proposed_before(error: IntegrityError) -> Exception:
    """What the database refused, in words: the constraints decide between two operators at once."""
    if broken(error) == "decision_transfer_once":
        return reference_used()
    if broken(error) == "decision_one_open":
        return DomainError("proposed_already", _("This is proposed already and waits for a second operator."))
    return error


def agree(decision_id: int, *, operator_id: int, now: datetime) -> Decision:
    """Carry out what another operator proposed. When it is refused now, the proposal stays open.

    Raises DomainError: decided_already, four_eyes, own_money, own_shop, and what the act itself refuses.
    """

    def once() -> Decision:
        with transaction.atomic():
            decision = _decided(decision_id, operator_id, now, agreed=True)
            ACTS[decision.kind](decision, now, Actor(Role.OPERATOR, operator_id))
        return decision

    return twice(once)


def decline(decision_id: int, *, operator_id: int, now: datetime) -> Decision:
    """Put a proposal away. Raises DomainError: decided_already, four_eyes, own_money, own_shop."""
    with transaction.atomic():
        return _decided(decision_id, operator_id, now, agreed=False)


def _decided(decision_id: int, operator_id: int, now: datetime, *, agreed: bool) -> Decision:
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.agreed is not None:
        raise DomainError("decided_already", _("This has been decided."))
    if decision.proposed_by_id == operator_id:
        raise DomainError("four_eyes", _("What you proposed, another operator decides."))
    refuse_own(decision.kind, decision.subject_id, decision.data, operator_id)
    decision.agreed = agreed
    decision.decided_by_id = operator_id
    decision.decided_at = now
    decision.save(update_fields=["agreed", "decided_by", "decided_at"])
    _record(decision, "agree" if agreed else "decline", operator_id, now)
    return decision


def _record(decision: Decision, act: str, operator_id: int, now: datetime) -> None:
    subject = Subject("decision", decision.pk, 0)
    audit = traces.audited(
        subject, act, Actor(Role.OPERATOR, operator_id), kind=decision.kind, about=decision.subject_id
    )
    by_products.write(audit, now=now)


def _subject(decision: Decision) -> int:
    if decision.subject_id is None:
        raise Invalid("decision_unreadable", _("This cannot be decided on."))
    return decision.subject_id


def _is_whole(kind: str, subject_id: int | None, data: Data) -> bool:
    """Whether everything named exists and nothing is missing or too much."""
    if kind in by_hand.KINDS:
        return by_hand.is_whole(kind, subject_id, data)
    needs: dict[str, tuple[type[Capture | Refund | Transfer | Payout], str, type[Payment | PayoutAccount] | None]] = {
        "suspense_match": (Capture, "payment", Payment),
        "suspense_return": (Capture, "", None),
        "refund_retry": (Refund, "", None),
        "payout_send": (Payout, "", None),
        "payout_refuse": (Payout, "", None),
        "refund_to_bank": (Refund, "account", PayoutAccount),
        "transfer_refuse": (Transfer, "", None),
    }
    if kind not in needs or subject_id is None:
        return False
    subject, name, other = needs[kind]
    named = not data if other is None else set(data) == {name} and _exists(other, data[name])
    return named and _exists(subject, subject_id)


def _exists(model: type[Capture | Refund | Transfer | Payout | Payment | PayoutAccount], row_id: object) -> bool:
    return type(row_id) is int and model._default_manager.filter(pk=row_id).exists()  # noqa: SLF001 - the public name
