"""Reading values out of a JSON body: each function answers a clean value or refuses with 422 and the field's name."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from escrow.sandbox.refused import Refused

LARGEST_MINOR = 10**15
LONGEST_TEXT = 200
LONGEST_URL = 2000
LONGEST_CARRIER = 40
UNPROCESSABLE = 422
CURRENCY = re.compile(r"[A-Z]{3}")
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}")
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")

Body = Mapping[str, object]


def text(body: Body, name: str, longest: int = LONGEST_TEXT) -> str:
    """A non-empty printable string of at most `longest` characters."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or not value.isprintable():
        raise Refused(UNPROCESSABLE, f"{name} must be a text of 1 to {longest} printable characters.")
    return value


def reference(body: Body, name: str = "reference") -> str:
    """A merchant's own name for a payment, refund or payout; it goes into addresses as it is."""
    value = body.get(name)
    if not isinstance(value, str) or not REFERENCE.fullmatch(value):
        raise Refused(UNPROCESSABLE, f"{name} must be 1 to 200 letters, digits or any of . _ : ~ - after the first.")
    return value


def amount(body: Body, name: str = "amount_minor") -> int:
    """A whole number of minor units above zero."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST_MINOR:
        raise Refused(UNPROCESSABLE, f"{name} must be a whole number of minor units above 0.")
    return value


def currency(body: Body) -> str:
    """A three-letter ISO 4217 code."""
    value = body.get("currency")
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise Refused(UNPROCESSABLE, "currency must be an ISO 4217 code of three capital letters.")
    return value


def carrier(body: Body) -> str:
    """A carrier's name as people write it; it goes into addresses, so without a slash."""
    value = text(body, "carrier", LONGEST_CARRIER)
    if "/" in value:
        raise Refused(UNPROCESSABLE, "carrier must be a name without a slash.")
    return value


def code(body: Body, name: str) -> str:
    """A tracking number: letters, digits, hyphens and underscores."""
    value = body.get(name)
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise Refused(UNPROCESSABLE, f"{name} must be 1 to 40 letters, digits, hyphens or underscores.")
    return value


def address(body: Body, name: str) -> str:
    """An absolute http or https address."""
    value = text(body, name, LONGEST_URL)
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Refused(UNPROCESSABLE, f"{name} must be an absolute http or https address.")
    return value


def mapping(body: Body, name: str) -> Body:
    """A JSON object inside the body."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise Refused(UNPROCESSABLE, f"{name} must be an object.")
    return value
