"""Suspending: shared by suspending a shop and a person. Whoever calls has locked the person concerned."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.actor import Actor, Role
from core.errors import DomainError, Invalid
from escrow.payments.actions.stop_payouts import stop_payouts
from marketplace.suspensions import facts
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import is_suspended
from marketplace.users.models import User

LONGEST = 1000
#: What a stop of payouts names as its cause.
CAUSE = "suspension"


def require_operator(person: User, actor: Actor) -> None:
    """Raises DomainError: `not_an_operator`, `own_suspension`."""
    if actor.role is not Role.OPERATOR:
        raise DomainError("not_an_operator", _("Only an operator decides about suspensions."))
    if actor.person == person.pk:
        raise DomainError("own_suspension", _("This concerns you. Somebody else decides about it."))


def require_may_suspend(kind: Kind, person: User, actor: Actor) -> None:
    """Raises DomainError: `not_an_operator`, `own_suspension`, `operators_not_alone`."""
    require_operator(person, actor)
    if kind is Kind.PERSON and person.is_operator:
        raise DomainError(
            "operators_not_alone", _("No operator suspends another one alone. First the role has to be taken away.")
        )


def readable(text: str, field: str = "reason") -> str:
    """What the other side will read. Raises `Invalid`: `words_missing`, `words_too_long`."""
    said = words.paragraphs(text, field=field, at_most=LONGEST)
    if not said:
        raise Invalid("words_missing", _("Write something here."), field=field)
    return said


def impose(kind: Kind, subject_id: int, person: User, *, reason: str, now: datetime, actor: Actor) -> Suspension:
    """It counts at once; a shop's payouts wait from now on. Raises DomainError `suspended_already`."""
    if is_suspended(kind, subject_id):
        raise DomainError("suspended_already", _("This is suspended already."))
    made = Suspension.objects.create(
        subject_type=kind, subject_id=subject_id, person=person, reason=reason, by_id=actor.person, at=now
    )
    if kind is Kind.SHOP:
        stop_payouts(book_id=made.book_id, cause=CAUSE, cause_id=made.pk, now=now, actor=actor)
    effects.write(facts.told(made, "suspended", "suspension.imposed", actor), now=now)
    return made
