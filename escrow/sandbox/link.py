"""The signed address by which a merchant sends a buyer to the cashier."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from escrow.sandbox import clock, fields
from escrow.sandbox.charges import Ask
from escrow.sandbox.refused import Refused

UNSIGNED: Final = {"signature", "lang"}
MOST_DIGITS: Final = 16
LAST_SECOND: Final = 253_402_300_799


@dataclass(frozen=True)
class CashierLink:
    """What a signed address asks for; `expires` is Unix seconds by the sandbox's clock."""

    ask: Ask
    description: str
    return_url: str
    expires: int

    @property
    def expires_at(self) -> dt.datetime:
        """When it expires (UTC)."""
        return dt.datetime.fromtimestamp(self.expires, dt.UTC)

    @property
    def expired(self) -> bool:
        """Whether it is too late to pay here."""
        return clock.now() > self.expires_at


def read_link(query: QueryDict) -> CashierLink:
    """Check the signature (400 when it is missing or wrong), then read the fields (422)."""
    given = {name: str(query[name]) for name in query}
    signed = {name: value for name, value in given.items() if name not in UNSIGNED}
    repeated = any(len(query.getlist(name)) > 1 for name in query)
    if repeated or not hmac.compare_digest(sign(signed).encode(), given.get("signature", "").encode()):
        raise Refused(HTTPStatus.BAD_REQUEST, "bad_signature")
    amount = signed.get("amount_minor", "")
    body: dict[str, object] = {**signed, "amount_minor": _number(amount)}
    try:
        return CashierLink(
            ask=Ask.read(body),
            description=signed.get("description", ""),
            return_url=fields.address(body, "return_url"),
            expires=min(_number(signed.get("expires", "")), LAST_SECOND),
        )
    except Refused:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_link") from None


def sign(parameters: dict[str, str]) -> str:
    """HMAC-SHA256 in hex over the urlencoded parameters sorted by name."""
    text = urlencode(sorted(parameters.items()))
    return hmac.new(settings.SANDBOX_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _number(text: str) -> int:
    """A whole number in plain digits; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
