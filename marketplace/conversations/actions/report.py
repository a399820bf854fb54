"""Somebody reports something; an operator looks at it and says what was done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, ids
from core import words as typed
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from marketplace.conversations import facts
from marketplace.conversations.limits import refuse_many_reports
from marketplace.conversations.models import Ground, Report, Subject
from marketplace.conversations.reported import concerns, may_report
from marketplace.users.models import User

LONGEST = 1000


@act("report", of="conversations")
def report(subject: str, subject_id: int, *, ground: str, words: str = "", now: datetime, actor: Actor) -> Report:
    """Report a message one can read, goods, a review or a shop. The same again while it is open is the same report.

    Refused: `not_there`, `too_many_reports`; `Invalid`: `ground_unreadable`, `words_too_long`.
    """
    if ground not in Ground:
        raise Invalid("ground_unreadable", _("Choose a reason."), field="ground")
    said = typed.paragraphs(words, field="words", at_most=LONGEST)
    if subject not in Subject or not may_report(Subject(subject), subject_id, actor.person):
        raise DomainError("not_there", _("There is nothing here that you could report."))
    User.objects.select_for_update(no_key=True).get(pk=actor.person)
    same = Report.objects.filter(
        reporter_id=actor.person, subject=subject, subject_id=subject_id, closed_at=None
    ).first()
    if same is not None:
        return same
    refuse_many_reports(actor.person, now)
    made = Report.objects.create(
        id=ids.new_id(),
        reporter_id=actor.person,
        subject=subject,
        subject_id=subject_id,
        ground=ground,
        words=said,
        at=now,
    )
    effects.write(facts.audit(made, "reported", actor), now=now)
    return made


@act("close_report", of="conversations")
def close_report(report_id: int, *, answer: str, now: datetime, actor: Actor) -> Report:
    """An operator says what was done; whoever reported it is told. Never one's own, nor one about oneself.

    Refused: `not_an_operator`, `own_report`, `report_closed`; `Invalid`: `words_missing`, `words_too_long`.
    """
    said = typed.paragraphs(answer, field="answer", at_most=LONGEST)
    if not said:
        raise Invalid("words_missing", _("Write something here."), field="answer")
    found = Report.objects.select_for_update().get(pk=report_id)
    if actor.role is not Role.OPERATOR:
        raise DomainError("not_an_operator", _("Only an operator closes a report."))
    refuse_own(found, actor.person)
    if found.closed_at is not None:
        raise DomainError("report_closed", _("This report has been closed already."))
    found.closed_at, found.closed_by_id, found.answer = now, actor.person, said
    found.save(update_fields=["closed_at", "closed_by", "answer"])
    effects.write(facts.audit(found, "report_closed", actor) + facts.closed(found), now=now)
    return found


def refuse_own(report: Report, operator_id: int) -> None:
    """Nobody reads at the desk what concerns them, nor decides about it. Raises DomainError own_report."""
    if concerns(report, operator_id):
        raise DomainError("own_report", _("This concerns you. Somebody else decides about it."))
