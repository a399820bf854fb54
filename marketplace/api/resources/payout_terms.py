"""Where a shop's payouts go, and when one is asked for by itself."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.errors import DomainError
from core.models import Deadline
from core.money import Money
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payout_details import WAIT, change_payout_details, undo_payout_details
from escrow.payments.actions.payout_schedule import KIND, set_payout_schedule
from escrow.payments.models import PayoutAccount, PayoutSchedule
from escrow.payments.states import AccountState, Rhythm
from marketplace.api.authentication import need_fresh_password
from marketplace.api.resources.money import Earning
from marketplace.api.schema import operation
from marketplace.api.serializers import money as shapes
from marketplace.catalog.models import Shop
from marketplace.trade.statement import masked


def _shown(book_id: int) -> Any:
    accounts = bank_accounts.both(book_id)
    used, waiting = accounts.get(AccountState.IN_USE), accounts.get(AccountState.WAITING)
    told = {"account": masked(used.bank, used.number) if used else None, "waiting": waiting and _waiting(waiting)}
    return shapes.OwnBankAccount(told).data


def _waiting(account: PayoutAccount) -> dict[str, Any]:
    promised = Deadline.objects.get(subject_type="payout_account", subject_id=account.pk, kind=WAIT)
    return {"account": masked(account.bank, account.number), "due_at": promised.due_at}


class BankAccount(Earning):
    """No token names the first one: there would be no address of before to undo it from."""

    by_session = ("POST",)

    @operation("read_bank_account", "Where your payouts go", tag="Your money", answer=shapes.OwnBankAccount)
    def get(self, request: Request) -> Response:
        return Response(_shown(self.shop.book_id))

    @operation(
        "name_bank_account",
        "Say where your payouts go, for the first time",
        tag="Your money",
        takes=shapes.BankDetails,
        answer=shapes.OwnBankAccount,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        need_fresh_password(request)
        asked = self.body(shapes.BankDetails)

        def name(now: datetime) -> Any:
            set_payout_account(book_id=shop.book_id, owner_id=shop.owner_id, **asked, now=now, actor=self.keeper)
            return _shown(shop.book_id)

        return self.act(name, status=201)

    @operation(
        "change_bank_account",
        "Have your payouts go to another bank account, from a day on",
        tag="Your money",
        takes=shapes.BankDetails,
        answer=shapes.OwnBankAccount,
        method="put",
    )
    def put(self, request: Request) -> Response:
        shop = self.shop
        need_fresh_password(request)
        asked = self.body(shapes.BankDetails)
        change_payout_details(book_id=shop.book_id, owner_id=shop.owner_id, **asked, now=clock.now(), actor=self.keeper)
        return Response(_shown(shop.book_id))


class BankAccountUndoing(Earning):
    @operation(
        "undo_bank_account",
        "Undo it: payouts go where they went before",
        tag="Your money",
        answer=shapes.OwnBankAccount,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop

        def undo(now: datetime) -> Any:
            waiting = bank_accounts.waiting(shop.book_id)
            if waiting is None:
                raise DomainError("details_settled", _("There is nothing to undo any more."))
            undo_payout_details(waiting.pk, now=now, actor=self.keeper)
            return _shown(shop.book_id)

        return self.act(undo)


class PayoutRhythm(Earning):
    @operation("read_payout_schedule", "When you are paid out by itself", tag="Your money", answer=shapes.Schedule)
    def get(self, request: Request) -> Response:
        return Response(_schedule(self.shop))

    @operation(
        "set_payout_schedule",
        "Choose when you are paid out by itself",
        tag="Your money",
        takes=shapes.ScheduleAsked,
        answer=shapes.Schedule,
        method="put",
    )
    def put(self, request: Request) -> Response:
        shop = self.shop
        asked = self.body(shapes.ScheduleAsked)
        set_payout_schedule(
            book_id=shop.book_id,
            currency=shop.currency,
            rhythm=Rhythm(asked["rhythm"]),
            minimum=asked["minimum"],
            zone=self.user.timezone,
            now=clock.now(),
            actor=self.keeper,
        )
        return Response(_schedule(shop))


def _schedule(shop: Shop) -> Any:
    kept = PayoutSchedule.objects.filter(book_id=shop.book_id).first()
    promised = Deadline.objects.filter(subject_type="book", subject_id=shop.book_id, kind=KIND, done_at=None).first()
    told = {
        "rhythm": kept.rhythm if kept else Rhythm.ASKED.value,
        "minimum": Money(kept.minimum if kept else 0, shop.currency),
        "next_at": promised.due_at if promised else None,
    }
    return shapes.Schedule(told).data
