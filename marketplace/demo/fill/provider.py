"""The sandbox, as the fill uses it: charges made there, parcels moved there, its clock set to the moment played.

Its webhooks are lost meanwhile, so everything is asked for, as on a day with a bad line.
"""

from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

import requests
from django.conf import settings

from core import clock
from escrow.payments import gateways
from escrow.payments.models import Payment
from escrow.payments.news import take_in
from escrow.payments.states import Verdict
from marketplace.orders.carriers import code_of

#: By how much its clock may be off while nobody pays: what it answers then bears no time.
DRIFT = timedelta(hours=12)
#: How far back its report is read: what was pressed just now.
LATELY = timedelta(minutes=1)


class Provider:
    """Speaks to the sandbox over HTTP."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        # No connection is kept: one that the sandbox closes at this very moment would break the fill off.
        self._session.headers.update({"Authorization": f"Bearer {settings.SANDBOX_KEY}", "Connection": "close"})
        self._offset: timedelta | None = None

    def begin(self) -> None:
        """Forget what was there before, and tell nobody anything."""
        self._post("/control/reset/")
        self.control(webhooks="lose", settle_after_seconds=0)

    def end(self) -> None:
        """From now on it keeps real time and tells what happens."""
        self.control(webhooks="deliver", settle_after_seconds=1, clock_offset_seconds=0)

    def set_time(self, now: datetime, drift: timedelta = DRIFT) -> None:
        """What the provider's clock shows, as far as `drift` allows."""
        offset = now - clock.now()
        if self._offset is None or abs(offset - self._offset) > drift:
            self._offset = offset
            self.control(clock_offset_seconds=round(offset.total_seconds()))

    def control(self, **switches: object) -> None:
        """Turn the sandbox's switches."""
        self._post("/control/", switches)

    def pay(self, payment: Payment, *, now: datetime, amount: int | None = None) -> None:
        """A buyer pays at the cashier; with `amount`, something else than was asked."""
        self.set_time(now, timedelta(seconds=1))
        self._charge(payment.reference, payment.amount if amount is None else amount, payment.currency)

    def pay_nobody(self, reference: str, amount: int) -> None:
        """Money comes in under a reference we never gave out."""
        self._charge(reference, amount, settings.CURRENCY)

    def press(self, payment: Payment, button: str, *, now: datetime) -> None:
        """A button of the buyer's bank about the charge of a payment; then we read what the provider says of it."""
        self.set_time(now, timedelta(seconds=1))
        charge = payment.captures.get(verdict=Verdict.GOOD)
        self._post(f"/bank/charges/{charge.reference}/{button}/")
        for news in gateways.get(payment.gateway).report(now - LATELY).chargebacks:
            take_in(news, gateway=payment.gateway, now=now)

    def move_parcel(self, carrier: str, number: str, event: str, *, now: datetime) -> None:
        """The courier says what became of a parcel, once it knows of it."""
        self.set_time(now, timedelta(seconds=1))
        self._post(f"/courier/parcels/{code_of(carrier)}/{quote(number)}/{event}/")

    def _charge(self, reference: str, amount: int, currency: str) -> None:
        body = {
            "reference": reference,
            "amount_minor": amount,
            "currency": currency,
            "notify_url": f"{settings.SITE_URL}/hooks/payments/sandbox/",
        }
        self._post("/api/charges/", body)

    def _post(self, path: str, body: object = None) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = self._session.post(f"{settings.SANDBOX_URL}{path}", json=body or {}, headers=headers, timeout=10)
        answer.raise_for_status()
