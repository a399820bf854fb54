"""The sandbox provider of the demo and the tests, spoken to over HTTP like any other.

Its API is described in docs/sandbox.md. Amounts are minor units on both sides.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from escrow.payments.models import Chargeback, Payment, Payout, Refund
from escrow.payments.providers import http
from escrow.payments.providers.protocol import (
    Answer,
    Charge,
    ChargebackNews,
    Declined,
    Event,
    EvidenceRefused,
    GatewayError,
    News,
    PayoutNews,
    Progress,
    RefundNews,
    Report,
)
from escrow.payments.providers.signature import verified

DAY = 86_400

_PROGRESS = {
    "pending": Progress.PENDING,
    "succeeded": Progress.DONE,
    "paid": Progress.DONE,
    "rejected": Progress.REFUSED,
    "refused": Progress.REFUSED,
    "returned": Progress.RETURNED,
}


class SandboxGateway:
    """Needs SANDBOX_URL and SANDBOX_KEY."""

    name = "sandbox"
    title: Promise = _("Online, with the sandbox bank")
    hold_cap = 180 * DAY

    def is_set_up(self) -> bool:
        """It mints money, and exists only with DEMO=1."""
        return bool(settings.DEMO)

    def cashier_url(self, payment: Payment, *, description: str, return_url: str, language: str) -> str:
        """A signed redirect; nobody is asked."""
        parameters = {
            "reference": payment.reference,
            "amount_minor": str(payment.amount),
            "currency": payment.currency,
            "description": description,
            "return_url": return_url,
            "notify_url": _notify_url(),
            "language": "zh-hans" if language.startswith("zh") else "en",
            "expires": str(int(payment.expires_at.timestamp())),
        }
        signed = urlencode(sorted(parameters.items()))
        signature = hmac.new(_key(), signed.encode(), hashlib.sha256).hexdigest()
        return f"{settings.SANDBOX_URL}/cashier/?{signed}&signature={signature}"

    def charges(self, reference: str) -> list[Charge]:
        """Every charge under our reference."""
        status, body = _ask("GET", "/api/charges/", params={"reference": reference})
        return [_charge(row) for row in _rows(status, body, "charges")]

    def refund(self, refund: Refund) -> Answer:
        """Send a refund; a refusal is checked against what the provider knows under the reference."""
        status, body = _ask(
            "POST",
            "/api/refunds/",
            key=f"refund:{refund.sent_as}",
            json={
                "reference": refund.sent_as,
                "charge": refund.capture.reference,
                "amount_minor": refund.amount,
                "currency": refund.currency,
                "notify_url": _notify_url(),
            },
        )
        return _sent(status, body) or self.refund_state(refund.sent_as) or _refused(body)

    def refund_state(self, reference: str) -> Answer | None:
        """Ask about a refund."""
        return _state(*_ask("GET", f"/api/refunds/{quote(reference)}/"))

    def payout(self, payout: Payout) -> Answer:
        """Send a payout; a refusal is checked against what the provider knows under the reference."""
        account = payout.account
        status, body = _ask(
            "POST",
            "/api/payouts/",
            key=f"payout:{payout.reference}",
            json={
                "reference": payout.reference,
                "amount_minor": payout.amount,
                "currency": payout.currency,
                "account": {"bank": account.bank, "holder": account.holder, "number": account.number},
                "notify_url": _notify_url(),
            },
        )
        return _sent(status, body) or self.payout_state(payout.reference) or _refused(body)

    def payout_state(self, reference: str) -> Answer | None:
        """Ask about a payout."""
        return _state(*_ask("GET", f"/api/payouts/{quote(reference)}/"))

    def send_evidence(self, chargeback: Chargeback, evidence: Mapping[str, Any]) -> None:
        """Show why; what the provider does not take in any more is refused in its words."""
        place = f"/api/chargebacks/{quote(chargeback.reference)}/evidence/"
        status, body = _ask("POST", place, key=f"evidence:{chargeback.reference}", json=evidence)
        if status in {409, 422}:
            raise EvidenceRefused(str(body.get("error", ""))[:200])
        if status != 201:  # noqa: PLR2004
            raise GatewayError(f"no answer about the evidence: {status}")

    def report(self, since: datetime) -> Report:
        """The sandbox's own list."""
        status, body = _ask("GET", "/api/report/", params={"since": since.isoformat()})
        return Report(
            tuple(_charge(row) for row in _rows(status, body, "charges")),
            tuple(RefundNews(**_news(row)) for row in _rows(status, body, "refunds")),
            tuple(PayoutNews(**_news(row)) for row in _rows(status, body, "payouts")),
            tuple(_chargeback(row) for row in _rows(status, body, "chargebacks")),
        )

    def verify(self, headers: Mapping[str, str], body: bytes) -> Event:
        """The scheme of standardwebhooks.com."""
        return verified(_key(), headers, body)

    def read(self, event: Event) -> News | None:
        """What happened to money here, or did not."""
        data = event.body.get("data")
        if not isinstance(data, dict):
            raise GatewayError("the event has no data")
        match event.type.split("."):
            case ["charge", "captured"]:
                return _charge(data)
            case ["charge", "declined"]:
                return Declined(str(data.get("reference")), _moment(event.body, "at"))
            case ["refund", _]:
                return RefundNews(**_news(data))
            case ["payout", _]:
                return PayoutNews(**_news(data))
            case ["chargeback", _]:
                return _chargeback(data)
        return None


def set_clock(ahead: timedelta) -> None:
    """How far its clock, the couriers' too, is ahead of real time. Raises `GatewayError`."""
    body = {"clock_offset_seconds": round(ahead.total_seconds())}
    status, _switches = _ask("POST", "/control/", json=body)
    if status != 200:  # noqa: PLR2004
        raise GatewayError(f"its clock was not moved: {status}")


def _key() -> bytes:
    return str(settings.SANDBOX_KEY).encode()


def _notify_url() -> str:
    return str(settings.SITE_URL) + reverse("payments:receive", args=["sandbox"])


def _ask(
    method: str, path: str, *, key: str = "", json: object = None, params: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {settings.SANDBOX_KEY}"} | ({"Idempotency-Key": key} if key else {})
    return http.ask(method, f"{settings.SANDBOX_URL}{path}", headers=headers, json=json, params=params)


def _rows(status: int, body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = body.get(name)
    if status != 200 or not isinstance(rows, list):  # noqa: PLR2004
        raise GatewayError(f"the answer has no {name}: {status}")
    return rows


def _sent(status: int, body: dict[str, Any]) -> Answer | None:
    return _answer(body) if status == 201 else None  # noqa: PLR2004


def _state(status: int, body: dict[str, Any]) -> Answer | None:
    if status == 404:  # noqa: PLR2004
        return None
    if status != 200:  # noqa: PLR2004
        raise GatewayError(f"no answer about it: {status}")
    return _answer(body)


def _refused(body: dict[str, Any]) -> Answer:
    return Answer(Progress.REFUSED, str(body.get("error", ""))[:200])


def _answer(row: dict[str, Any]) -> Answer:
    try:
        return Answer(_PROGRESS[row["state"]], str(row["reason"])[:200])
    except (KeyError, TypeError) as error:
        raise GatewayError(f"a state nobody knows: {row.get('state')!r}") from error


def _news(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": str(row.get("reference")),
        "amount": _amount(row),
        "currency": str(row.get("currency")),
        "answer": _answer(row),
    }


def _charge(row: dict[str, Any]) -> Charge:
    captured_at = _moment(row, "captured_at")
    try:
        return Charge(str(row["id"]), str(row["reference"]), _amount(row), str(row["currency"]), captured_at)
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayError("a charge nobody can read") from error


def _moment(row: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(row[name])
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayError("a charge nobody can read") from error
    if moment.tzinfo is None:
        raise GatewayError("a charge without a time zone")
    return moment


def _chargeback(row: dict[str, Any]) -> ChargebackNews:
    try:
        due_at = datetime.fromisoformat(row["due_at"])
        fee, outcome = row["fee_minor"], {"open": "", "won": "won", "lost": "lost"}[row["state"]]
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayError("a chargeback nobody can read") from error
    if type(fee) is not int or fee < 0 or due_at.tzinfo is None:
        raise GatewayError("a chargeback nobody can read")
    return ChargebackNews(
        str(row.get("id")),
        str(row.get("charge")),
        _amount(row),
        str(row.get("currency")),
        fee,
        str(row.get("reason", "")),
        due_at,
        outcome,
    )


def _amount(row: dict[str, Any]) -> int:
    """Minor units: a whole number above 0, and nothing that merely looks like one."""
    amount = row.get("amount_minor")
    if type(amount) is not int or amount <= 0:
        raise GatewayError(f"an amount nobody can read: {amount!r}")
    return amount
