"""The rows of the API. By session here; what a token may do is in `tests/api`."""

from typing import Any

from tests.access.row import Row


def row(get: str, post: str, **facts: Any) -> Row:
    """An address of the API: a forged form names nobody, or a session without its token."""
    return Row(get, post, program=True, forged="401 403", **facts)


def public(**facts: Any) -> Row:
    """Read by everybody, changed by nobody."""
    return row("200", "401 405", public=True, **facts)


HOME = {"recipient": "X", "phone": "1", "region": "R", "street": "S"}
SIDES = "401 404 200 200 404"

ROWS_API: dict[str, Row] = {
    "api:schema": Row("200", "405", public=True),
    "api:docs": Row("200", "405", public=True),
    "api:shelves": public(),
    "api:listings": public(),
    "api:listing": public(about="offer"),
    "api:one_shop": public(about="shop"),
    "api:basket": row("401 200", "401 405"),
    "api:basket_line": row("401 405", "401 405", about="sku"),
    "api:checkouts": row("401 405", "401 409", sent={"version": 2**31 - 1, "token": "x", "address": HOME}),
    "api:checkout": row("401 404 404 200 404", "401 405", about="payment"),
    "api:orders": row("401 200", "401 405"),
    "api:order": row(SIDES, "401 405", about="delivered"),
    "api:packing": row("401 405", "401 404 403 200 404", about="paid", owner="seller"),
    "api:shipment": row(
        "401 405",
        "401 404 403 200 404",
        about="paid",
        owner="seller",
        sent={"carrier": "SF Express", "number": "SF1234567890"},
    ),
    "api:receipt": row("401 405", "401 404 403 200 404", about="delivered"),
    "api:extension": row("401 405", "401 404 400 200 404", about="delivered"),
    "api:cancellation": row("401 405", "401 404 200 200 404", about="paid", sent={"reason": "None left"}),
    "api:shop": row("401 200 404 200 404", "401 400", owner="seller", sent={"name": ""}),
    "api:own_listings": row("401 200 404 200 404", "401 400 404 400 404", owner="seller", sent={"title": "X"}),
    "api:own_listing": row("401 404 404 200 404", "401 405", about="listing", owner="seller"),
    "api:listing_state": row("401 405", "401 405", about="listing", owner="seller"),
    "api:stock": row("401 405", "401 405", about="sku", owner="seller"),
    "api:money": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:payouts": row("401 200 404 200 404", "401 409 404 409 404", owner="seller", sent={"amount": 10**9}),
    "api:statement": row("401 200 404 200 404", "401 405", owner="seller"),
}
