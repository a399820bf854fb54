"""Notices by e-mail: worked off by a worker, each sent outside any transaction, tried again when the server is down.

1. lease up to `limit` due notices (SKIP LOCKED), commit, and read together what they speak of and who may be proven
   to have got a letter;
2. send each; no transaction is open meanwhile, and no other worker sends the same one, however long it takes: a letter
   is locked by its number while it is on its way, and whoever comes late finds it sent or leased anew;
3. accepted: `emailed_at`, and, when the address is known to be its reader's, the deadlines it is proof for know it;
   refused: later again, rarer each time.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.reading import Question
from core.retrying import said_by, wait_after
from core.site_name import site_name
from marketplace.notifications.models import Notification
from marketplace.notifications.proof import prove, proves
from marketplace.notifications.reading import facts_of, read
from marketplace.trade.facts import Facts
from marketplace.users.confirmation import confirmed_among

logger = logging.getLogger(__name__)

#: What is known of the orders that letters speak of, by id.
About = Mapping[int, Facts] | None

LEASE = timedelta(seconds=30)
#: The name of the locks that letters are sent under (PostgreSQL's advisory locks have two numbers).
LETTERS = 0x1E77E4
ATTEMPTS = 10
#: Seconds until the next try after the n-th failure; the last one repeats.
RETRY_AFTER = (60, 300, 900, 3600, 3 * 3600)

# The row is locked before the letter is: nobody can have sent it since it was looked at.
_TAKE = Question(
    "take_letter",
    "SELECT pg_try_advisory_lock($3, hashint8(mine.id)) FROM (SELECT id FROM notifications_notification"
    " WHERE id = $1 AND emailed_at IS NULL AND email_due_at = $2 FOR UPDATE) AS mine",
)
_LET_GO = Question("let_letter_go", "SELECT pg_advisory_unlock($2, hashint8($1))")
_SENT = Question(
    "letter_sent",
    "UPDATE notifications_notification SET emailed_at = $2, email_due_at = NULL, email_error = '' WHERE id = $1",
)


def work_off_email(now: datetime, limit: int = 50) -> int:
    """Send what is due. A letter that fails never stops the others. Answers how many were accepted."""
    notices = _lease(now, limit)
    about = _about(notices)
    # Who never opened a letter of ours may never get one: then only what is read on the site counts (docs/states.md).
    confirmed = confirmed_among(notice.user for notice in notices) if notices else set()
    return sum(_send_alone(notice, about, now, proof=notice.user_id in confirmed) for notice in notices)


def _about(notices: Sequence[Notification]) -> About:
    """What is known of all their orders; None when that cannot be read together: then each is read by itself."""
    try:
        return facts_of(notices)
    except Exception:
        logger.exception("what letters speak of could not be read together")
        return None


def _lease(now: datetime, limit: int) -> list[Notification]:
    with transaction.atomic():
        due = list(
            Notification.objects.filter(email_due_at__lte=now, emailed_at=None)
            .select_related("user")
            .order_by("email_due_at", "id")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )
        Notification.objects.filter(pk__in=[notice.pk for notice in due]).update(
            email_due_at=now + LEASE, email_attempts=F("email_attempts") + 1
        )
    return due


def _send_alone(notice: Notification, about: About, now: datetime, *, proof: bool) -> bool:
    """Send unless somebody else does, did, or has leased it since. A worker that is killed holds no lock any more."""
    taken = _TAKE.first(notice.pk, now + LEASE, LETTERS)
    if taken is None or not taken[0]:
        return False
    try:
        return _send_one(notice, about, now, proof=proof)
    finally:
        _LET_GO.first(notice.pk, LETTERS)


def _send_one(notice: Notification, about: About, now: datetime, *, proof: bool) -> bool:
    try:
        letter(notice, now, about).send()
    except Exception as error:
        logger.exception("a notice could not be sent", extra={"notification": notice.pk})
        _try_later(notice, error, now)
        return False
    if proof and proves(notice):
        with transaction.atomic():
            _SENT.run(notice.pk, now)
            prove(notice, now)
    else:
        _SENT.run(notice.pk, now)
    return True


def _try_later(notice: Notification, error: Exception, now: datetime) -> None:
    failures = notice.email_attempts + 1
    Notification.objects.filter(pk=notice.pk).update(
        email_error=said_by(error),
        email_due_at=None if failures >= ATTEMPTS else now + wait_after(failures, RETRY_AFTER),
    )


def letter(notice: Notification, now: datetime, about: About = None) -> EmailMultiAlternatives:
    """The letter in its reader's language and zone: what happened, and the custody line as the page says it."""
    user = notice.user
    with translation.override(user.language), timezone.override(ZoneInfo(user.timezone)):
        (told,) = read([notice], now, about)
        context = {"notice": told, "user": user, "site_name": site_name(), "site_url": settings.SITE_URL}
        mail = EmailMultiAlternatives(
            subject=" ".join(told.text.split()),
            body=render_to_string("mail/notice.txt", context),
            to=[user.email],
            # The same notice sent twice is one letter to a mail program.
            headers={"Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
        )
        mail.attach_alternative(render_to_string("mail/notice.html", context), "text/html")
    return mail
