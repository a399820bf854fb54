"""The letter that says that a shop's payouts shall go elsewhere, with the link that undoes it.

It goes to the address the owner had when they named the account that is in use: whoever takes an account over may
change its address, but not that one. Once the mail server has accepted it the owner has been told, and the time may
pass. The outbox sends it, tries again, and shows the desk what could not be sent.
"""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.deadlines import give_notice
from core.models import Deadline, OutboxMessage
from core.site_name import site_name
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_details import WAIT
from escrow.payments.models import PayoutAccount
from escrow.payments.states import AccountState
from marketplace.catalog.models import Shop
from marketplace.trade.statement import masked
from marketplace.users.confirmation import is_confirmed


def write_to_old_address(message: OutboxMessage, now: datetime) -> None:
    """To the address of before; it is the proof of notice, if the owner ever showed that letters reach them."""
    account = _waiting(message)
    before = bank_accounts.in_use(message.book_id)
    if account is None or before is None:
        return
    _letter(account, before.email or account.email, now).send()
    if is_confirmed(account.owner):
        give_notice("payout_account", account.pk, [WAIT], at=now, told_at=message.created_at)


def write_to_own_address(message: OutboxMessage, now: datetime) -> None:
    """To the address of today, where it is another one."""
    account = _waiting(message)
    if account is not None:
        _letter(account, account.email, now).send()


def _waiting(message: OutboxMessage) -> PayoutAccount | None:
    """None when it has been undone or carried out meanwhile."""
    found = PayoutAccount.objects.select_related("owner").get(pk=message.payload["account"])
    return found if found.state == AccountState.WAITING else None


def _letter(account: PayoutAccount, address: str, now: datetime) -> EmailMultiAlternatives:
    user = account.owner
    due_at = Deadline.objects.get(subject_type="payout_account", subject_id=account.pk, kind=WAIT).due_at
    with translation.override(user.language), timezone.override(ZoneInfo(user.timezone)):
        context = {
            "name": user.name,
            "shop": Shop.objects.get(pk=bank_accounts.book_of(account)).shown_name,
            "account": masked(account.bank, account.number),
            "due_at": due_at,
            "now": now,
            "undo_url": settings.SITE_URL + reverse("sellers:details_undo", args=[bank_accounts.undo_key(account)]),
            "password_url": settings.SITE_URL + reverse("account_reset_password"),
            "site_name": site_name(),
            "site_url": settings.SITE_URL,
        }
        mail = EmailMultiAlternatives(
            subject=_("Your payouts shall go to another bank account"),
            body=render_to_string("mail/details.txt", context),
            to=[address],
            # Sent twice it is one letter to a mail program.
            headers={"Message-ID": f"<details-{account.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
        )
        mail.attach_alternative(render_to_string("mail/details.html", context), "text/html")
    return mail
