"""How much one person may write: enough for a conversation, too little for a flood."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from marketplace.conversations.models import Message, Report, Thread
from marketplace.users.models import User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refuse_flood(author_id: int, now: datetime) -> None:
    """For the caller's transaction: until it ends, the same person writes and asks nothing besides, in whatever thread.
    The person comes before the thread in the order of locks.

    Raises DomainError `too_many_messages`.
    """
    # Not FOR UPDATE: nobody who only refers to the person has to wait for it.
    User.objects.select_for_update(no_key=True).get(pk=author_id)
    if Message.objects.filter(author_id=author_id, at__gt=now - HOUR).count() >= settings.MESSAGES_AN_HOUR:
        raise DomainError("too_many_messages", _("You have written a lot in the last hour. Please wait a while."))


def refuse_many_questions(buyer_id: int, now: datetime) -> None:
    """Raises DomainError `too_many_questions`: so many shops in a day have a question of the same person."""
    asked = Thread.objects.filter(buyer_id=buyer_id, order=None, opened_at__gt=now - DAY).count()
    if asked >= settings.SHOPS_ASKED_A_DAY:
        raise DomainError("too_many_questions", _("You have asked many shops today. Please ask more tomorrow."))


def refuse_many_reports(reporter_id: int, now: datetime) -> None:
    """Raises DomainError `too_many_reports`."""
    if Report.objects.filter(reporter_id=reporter_id, at__gt=now - DAY).count() >= settings.REPORTS_A_DAY:
        raise DomainError("too_many_reports", _("You have reported a lot today. We look at all of it first."))
